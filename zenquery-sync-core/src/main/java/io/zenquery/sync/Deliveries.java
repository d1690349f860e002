package io.zenquery.sync;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers callbacks outside the coordinator's lock, one at a time, in one order, never inside one another. */
final class Deliveries {
    private static final Logger log = LoggerFactory.getLogger(OptimisticSyncCoordinator.class);

    private final Queue<Delivery> queue = new ArrayDeque<>(); // guarded by itself
    private @Nullable Thread deliverer; // guarded by queue
    private volatile @Nullable CoordinatorState delivering;

    private record Delivery(CoordinatorState state, Runnable callback) {}

    /** The callbacks of one kind. */
    static final class Subscribers<C> {
        private final List<C> callbacks = new CopyOnWriteArrayList<>();

        Subscription add(C callback) {
            callbacks.add(callback);
            return () -> callbacks.remove(callback);
        }
    }

    /** Queues a call of each of {@code subscribers}. Called under the coordinator's lock, which makes the order. */
    <C> void enqueue(CoordinatorState state, Subscribers<C> subscribers, Consumer<C> call) {
        synchronized (queue) {
            for (C callback : subscribers.callbacks) {
                queue.add(new Delivery(state, () -> {
                    if (subscribers.callbacks.contains(callback)) {
                        call.accept(callback);
                    }
                }));
            }
        }
    }

    /** Delivers what is queued, unless somebody is at it already. Called without the lock. */
    void drain() {
        synchronized (queue) {
            if (deliverer != null) {
                return;
            }
            deliverer = Thread.currentThread();
        }
        while (true) {
            Delivery next;
            synchronized (queue) {
                next = queue.poll();
                if (next == null) {
                    deliverer = null;
                    return;
                }
            }
            delivering = next.state();
            try {
                next.callback().run();
            } catch (Throwable e) {
                log.error("a callback failed; the others go on", e);
            } finally {
                delivering = null;
            }
        }
    }

    /** The state that the callback running on this thread tells of; null outside callbacks. */
    @Nullable
    CoordinatorState current() {
        synchronized (queue) {
            return deliverer == Thread.currentThread() ? delivering : null;
        }
    }
}
