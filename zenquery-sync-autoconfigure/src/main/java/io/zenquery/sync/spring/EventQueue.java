package io.zenquery.sync.spring;

import io.zenquery.sync.spring.event.SyncEvent;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes events in the order in which they were added, on one thread of its own, from {@link #start} to {@link #stop}. What is
 * added before the start waits for it; a stop publishes first what was added before. What publishing throws is logged, and stops no
 * later event.
 *
 * <p>The queue has no bound: an event that a listener was promised is not dropped, and a listener may itself cause events, so
 * adding must not wait. Listeners that fall far behind are warned of in the log.
 */
public final class EventQueue implements SmartLifecycle {
    /** Started before sessions, which start last, and stopped after them. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1;

    private static final int MANY = 10_000;
    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final ApplicationEventPublisher publisher;
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile @Nullable Thread thread;

    /** @param publisher where the events go */
    public EventQueue(ApplicationEventPublisher publisher) {
        this.publisher = Objects.requireNonNull(publisher, "publisher");
    }

    /** Adds an event and returns at once. */
    public void add(SyncEvent event) {
        execute(() -> publish(event));
    }

    /** Adds something else that is to be done in its turn among the events, and returns at once. What it throws is logged. */
    public void execute(Runnable task) {
        queue.add(task);
        if (queue.size() > MANY && warned.compareAndSet(false, true)) {
            log.warn(
                    "more than {} events wait for their listeners: a listener is slow or stuck, and memory fills up."
                            + " Let slow listeners hand over to a thread of their own",
                    MANY);
        }
    }

    /** Publishes an event; called in a task of the queue. */
    void publish(SyncEvent event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException | Error e) {
            log.error("a listener failed on {}", event, e);
        }
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread started = new Thread(this::publishAll, "zenquery-sync-events");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    private void publishAll() {
        try {
            while (thread == Thread.currentThread()) {
                run(queue.take());
                if (queue.isEmpty()) {
                    warned.set(false);
                }
            }
        } catch (InterruptedException e) {
            log.warn("the thread of the events was interrupted; {} events are not published", queue.size());
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("a task among the events failed; the others go on", e);
        }
    }

    /** Publishes what was added before and then runs {@code callback}; called by a listener, runs it at once. */
    @Override
    public synchronized void stop(Runnable callback) {
        Thread running = thread;
        if (running == null) {
            callback.run();
            return;
        }
        boolean inListener = Thread.currentThread() == running;
        queue.add(() -> {
            thread = null;
            if (!inListener) {
                callback.run();
            }
        });
        if (inListener) {
            callback.run();
        }
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
