package io.zenquery.sync.stomp.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.MessagingException;

/** Runs again and again from the start of the application to its stop, on a thread of its own. */
abstract class PeriodicTask implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Duration interval;
    private @Nullable ScheduledExecutorService timer; // guarded by this
    private @Nullable Future<?> running; // guarded by this

    /** @param interval from the end of one run to the begin of the next; 0 for no run at all */
    PeriodicTask(String name, Duration interval) {
        this.name = name;
        this.interval = interval;
    }

    /** One run. */
    abstract void run();

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            });
            if (!interval.isZero()) {
                running = timer.scheduleWithFixedDelay(
                        this::runSafely, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            if (running != null) {
                running.cancel(false);
            }
            timer.shutdown();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    private void runSafely() {
        try {
            run();
        } catch (MessagingException | IllegalStateException e) {
            LOG.debug("{} did not get through; the next time comes", name, e);
        } catch (RuntimeException e) {
            LOG.error("{} failed; the next time comes", name, e);
        }
    }
}
