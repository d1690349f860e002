package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a channel's log and hands its deltas to the listeners. One thread at a time does so; another one that has written
 * meanwhile leaves its deltas to that thread and goes on.
 */
final class Tail {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final String channel;
    private final DeltaLog log;
    private final List<DeltaListener> listeners;
    private final AtomicInteger wakes = new AtomicInteger();
    private long delivered; // only the thread that raised wakes from 0 reads or writes it

    /** Begins after what the log has now. */
    Tail(String channel, DeltaLog log, List<DeltaListener> listeners) {
        this.channel = channel;
        this.log = log;
        this.listeners = listeners;
        this.delivered = log.head();
    }

    /** Something may have been appended. */
    void wake() {
        if (wakes.getAndIncrement() != 0) {
            return;
        }
        int answered = 1;
        try {
            do {
                follow();
                answered = wakes.addAndGet(-answered);
            } while (answered != 0);
        } catch (RuntimeException e) {
            wakes.set(0); // the log can't be read: whoever wakes next tries again
            throw e;
        }
    }

    private void follow() {
        for (LogEntry entry : log.read(delivered + 1, log.head())) {
            Delta delta = entry.delta();
            if (delta.serverSeq() != delivered + 1) {
                LOG.warn(
                        "channel {}: deltas {} to {} were truncated before they were delivered; clients resume",
                        channel,
                        delivered + 1,
                        delta.serverSeq() - 1);
            }
            deliver(delta);
            delivered = delta.serverSeq();
        }
    }

    private void deliver(Delta delta) {
        for (DeltaListener listener : listeners) {
            try {
                listener.onDelta(channel, delta);
            } catch (RuntimeException e) {
                LOG.error("channel {}: a listener failed at delta {}", channel, delta.serverSeq(), e);
            }
        }
    }
}
