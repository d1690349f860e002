package io.zenquery.sync.session;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many more mutations may be pending. Thread-safe. */
final class Capacity {
    private final int bound;
    private final Duration patience;
    private final Semaphore free;

    /**
     * @param taken how many there are already, perhaps more than {@code bound}
     * @param patience how long a submitter waits for room; zero for not at all
     */
    Capacity(int bound, int taken, Duration patience) {
        this.bound = bound;
        this.patience = patience;
        this.free = new Semaphore(bound - taken, true);
    }

    /** @throws QueueFullException if there is no room, and none comes in time */
    void take() {
        try {
            if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new QueueFullException(bound, patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueFullException(bound, patience);
        }
    }

    void giveBack() {
        free.release();
    }
}
