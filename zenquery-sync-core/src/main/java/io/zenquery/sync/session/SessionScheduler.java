package io.zenquery.sync.session;

import java.time.Duration;

/**
 * The thread of a session: runs tasks one at a time, in order. Time and threads come from here, so that a test or a simulator can
 * provide both.
 */
public interface SessionScheduler {

    /** Runs {@code task} after those handed over before. */
    void execute(Runnable task);

    /**
     * Runs {@code task} after at least {@code delay}.
     *
     * @return cancels the task if it has not begun
     */
    Runnable schedule(Duration delay, Runnable task);
}
