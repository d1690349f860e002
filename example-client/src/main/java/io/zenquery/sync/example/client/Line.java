package io.zenquery.sync.example.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way through a slow network: everything arrives later than it was sent, and in the order in which it was. */
final class Line {
    private static final Logger log = LoggerFactory.getLogger(Line.class);

    private final Supplier<Duration> latency;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Queue<Parcel> underWay = new ArrayDeque<>(); // guarded by itself

    /** Runs a task after that many nanoseconds; one at a time, and those that are due at once in the order in which they came. */
    @FunctionalInterface
    interface Timer {
        void after(long nanos, Runnable task);
    }

    private record Parcel(long due, Runnable delivery) {}

    /**
     * @param latency asked for each thing that is sent; what is under way keeps the one that it began with
     * @param timer where deliveries run
     * @param nanoTime as {@link System#nanoTime}
     */
    Line(Supplier<Duration> latency, Timer timer, LongSupplier nanoTime) {
        this.latency = latency;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Runs {@code delivery} when it has come through. Returns at once. */
    void carry(Runnable delivery) {
        Parcel parcel = new Parcel(nanoTime.getAsLong() + latency.get().toNanos(), delivery);
        synchronized (underWay) {
            underWay.add(parcel);
            if (underWay.size() == 1) {
                schedule(parcel);
            }
        }
    }

    /** Only for the first of those under way: who comes after it is never earlier. */
    private void schedule(Parcel parcel) {
        timer.after(Math.max(0, parcel.due() - nanoTime.getAsLong()), this::deliver);
    }

    private void deliver() {
        Parcel first = peek();
        while (first != null && first.due() <= nanoTime.getAsLong()) {
            try {
                first.delivery().run();
            } catch (RuntimeException e) {
                log.error("a delivery failed; the next ones go on", e);
            }
            synchronized (underWay) {
                underWay.remove();
                first = underWay.peek();
            }
        }
        if (first != null) {
            schedule(first);
        }
    }

    private @Nullable Parcel peek() {
        synchronized (underWay) {
            return underWay.peek();
        }
    }
}
