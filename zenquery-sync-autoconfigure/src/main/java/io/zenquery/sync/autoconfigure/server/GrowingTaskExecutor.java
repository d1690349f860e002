package io.zenquery.sync.autoconfigure.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * A pool that has a number of threads beside those that are held up: by a client that does not read, or a channel's lock. One of a fixed
 * size would stand still as soon as that many are. For a JDK without virtual threads.
 */
final class GrowingTaskExecutor extends ThreadPoolTaskExecutor {
    private static final long serialVersionUID = 1L;
    private static final long HELD_UP = TimeUnit.MILLISECONDS.toNanos(100);

    private final int threads;
    private final transient LongSupplier nanoTime;
    private final transient Map<Thread, Long> since = new ConcurrentHashMap<>();
    private transient @Nullable ScheduledExecutorService watch;
    private transient @Nullable Future<?> watching;

    /** @param nanoTime as {@link System#nanoTime} */
    GrowingTaskExecutor(String prefix, int threads, LongSupplier nanoTime) {
        this.threads = threads;
        this.nanoTime = nanoTime;
        setThreadNamePrefix(prefix);
        setCorePoolSize(threads);
        setMaxPoolSize(threads);
        setAllowCoreThreadTimeOut(true);
    }

    @Override
    public void initialize() {
        super.initialize();
        watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, getThreadNamePrefix() + "watch");
            thread.setDaemon(true);
            return thread;
        });
        watching = watch.scheduleWithFixedDelay(this::adapt, HELD_UP, HELD_UP, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdown() {
        if (watch != null && watching != null) {
            watching.cancel(false);
            watch.shutdown();
        }
        super.shutdown();
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        since.put(thread, nanoTime.getAsLong());
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        since.remove(Thread.currentThread());
    }

    /** As many threads as there should be, and one more for each that is held up. */
    void adapt() {
        long now = nanoTime.getAsLong();
        int heldUp = (int)
                since.values().stream().filter(start -> now - start > HELD_UP).count();
        int wanted = threads + heldUp;
        if (wanted > getCorePoolSize()) {
            setMaxPoolSize(wanted);
            setCorePoolSize(wanted);
        } else if (wanted < getCorePoolSize()) {
            setCorePoolSize(wanted);
            setMaxPoolSize(wanted);
        }
    }
}
