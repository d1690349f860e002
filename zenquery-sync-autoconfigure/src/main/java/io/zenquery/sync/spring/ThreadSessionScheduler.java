package io.zenquery.sync.spring;

import io.zenquery.sync.session.SessionScheduler;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's thread: one daemon thread of its own. No {@code Executor} itself, so that it is no candidate where an application
 * injects one by type, and Spring Boot's own executors do not back off.
 */
public final class ThreadSessionScheduler implements SessionScheduler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ThreadSessionScheduler.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;
    private volatile boolean closing;

    /** @param threadName the name of the thread */
    public ThreadSessionScheduler(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, threadName);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        try {
            Future<?> future = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            if (!closing) {
                throw e;
            }
            log.debug("closed: a task is not run");
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | AssertionError e) {
            log.error("a task of a session failed; the session goes on", e);
        }
    }

    /**
     * Runs what was handed over before, for at most five seconds, and ends the thread. What is scheduled for later, or handed over
     * from now on, is not run. Called on the thread itself, it does not wait.
     */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        CountDownLatch passed = new CountDownLatch(1);
        Future<?> last = executor.submit(passed::countDown);
        closing = true;
        try {
            if (Thread.currentThread() != thread && !passed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("a task of a session did not end within {}; it is interrupted", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            last.cancel(false);
            executor.shutdownNow();
        }
    }
}
