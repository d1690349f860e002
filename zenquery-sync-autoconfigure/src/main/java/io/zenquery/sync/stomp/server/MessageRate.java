package io.zenquery.sync.stomp.server;

import java.util.function.LongSupplier;

/** A token bucket: as many messages per second on the average, and as many at once. Thread-safe. */
final class MessageRate {
    private static final double NANOS = 1e9;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long last;
    private boolean exceeded;

    /** @param perSecond from 1 */
    MessageRate(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = perSecond;
        this.last = nanoTime.getAsLong();
    }

    /** Whether one more message may come now; none may after {@link #exceed}. */
    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(perSecond, tokens + (now - last) / NANOS * perSecond);
        last = now;
        if (exceeded || tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** True once: that was one too many. */
    synchronized boolean exceed() {
        boolean first = !exceeded;
        exceeded = true;
        return first;
    }
}
