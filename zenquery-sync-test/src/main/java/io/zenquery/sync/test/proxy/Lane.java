package io.zenquery.sync.test.proxy;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One direction of a proxy, for all of its connections: the conditions now, and what has passed. Thread-safe. */
final class Lane {
    private Conditions conditions;
    private @Nullable Tripwire tripwire;
    private long delivered;

    Lane(Conditions conditions) {
        this.conditions = conditions;
    }

    /** What happens when that many more bytes have passed. */
    private record Tripwire(long remaining, Runnable action) {}

    /** How much may be written now, and what to do after that. */
    record Grant(int bytes, @Nullable Runnable then) {}

    synchronized void change(UnaryOperator<Conditions> change) {
        conditions = change.apply(conditions);
        notifyAll();
    }

    synchronized Conditions conditions() {
        return conditions;
    }

    synchronized long delivered() {
        return delivered;
    }

    synchronized void arm(long bytes, Runnable action) {
        tripwire = new Tripwire(bytes, action);
    }

    /** The next bytes to be written, out of {@code wanted}: all of them, or those up to the tripwire. */
    synchronized Grant grant(int wanted) {
        Tripwire wire = tripwire;
        if (wire == null || wanted < wire.remaining()) {
            tripwire = wire == null ? null : new Tripwire(wire.remaining() - wanted, wire.action());
            delivered += wanted;
            return new Grant(wanted, null);
        }
        tripwire = null;
        delivered += wire.remaining();
        return new Grant((int) wire.remaining(), wire.action());
    }

    /**
     * Waits until what arrived at {@code arrived} may pass, but not before {@code earliest}; both as {@link System#nanoTime} counts.
     *
     * @return false if it falls into a black hole
     */
    synchronized boolean awaitPassage(long arrived, long earliest) throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the connection was reset");
            }
            switch (conditions.passage()) {
                case BLACK_HOLE -> {
                    return false;
                }
                case STALLED -> wait();
                case OPEN -> {
                    long now = System.nanoTime();
                    long left = Math.max(arrived + conditions.latency().toNanos() - now, earliest - now);
                    if (left <= 0) {
                        return true;
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            }
        }
    }
}
