package io.zenquery.sync.stomp.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what it is given one after the other, in that order, on threads of an executor; a thread is taken for each. Thread-safe. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // this and the next: guarded by this
    private boolean busy;

    Lane(Executor executor) {
        this.executor = executor;
    }

    synchronized boolean isIdle() {
        return !busy;
    }

    /** @throws RejectedExecutionException if the executor takes no more: what waits is dropped then */
    void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (busy) {
                return;
            }
            busy = true;
        }
        handOver();
    }

    private void handOver() {
        try {
            executor.execute(this::runNext);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                waiting.clear();
                busy = false;
            }
            throw e;
        }
    }

    private void runNext() {
        Runnable task = next();
        try {
            if (task != null) {
                task.run();
            }
        } catch (RuntimeException e) {
            LOG.error("a message of a client was not answered", e);
        } finally {
            if (!rests()) {
                handOver();
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        return waiting.poll();
    }

    private synchronized boolean rests() {
        busy = !waiting.isEmpty();
        return !busy;
    }
}
