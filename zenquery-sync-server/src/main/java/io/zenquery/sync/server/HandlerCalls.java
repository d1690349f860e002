package io.zenquery.sync.server;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls handlers. With a bound on their time each call is on a thread of its own, since a handler that does not listen to an interrupt can
 * only be left alone: its thread goes on, its draft is not looked at any more, and the server does not let it in.
 */
final class HandlerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerCalls.class);

    /** Handlers at work, those that were left alone included. Beyond that, mutations are sent again later. */
    private static final int MOST_THREADS = 256;

    private static final int IDLE_SECONDS = 10;
    private static final ThreadLocal<Boolean> HANDLING = ThreadLocal.withInitial(() -> false);

    private final Duration timeout;
    private final UnaryOperator<Runnable> decorator;
    private final HandlerInterceptor interceptor;
    private final CurrentTrace trace;
    private final @Nullable ThreadPoolExecutor threads;

    /**
     * @param timeout 0 for none
     * @param decorator carries the context of the thread that submits over to the handler's
     * @param interceptor around each call, on the handler's thread
     * @param trace in which a handler's work is, asked on its thread
     */
    HandlerCalls(
            Duration timeout, UnaryOperator<Runnable> decorator, HandlerInterceptor interceptor, CurrentTrace trace) {
        this.timeout = timeout;
        this.decorator = decorator;
        this.interceptor = interceptor;
        this.trace = trace;
        this.threads = timeout.isZero() ? null : threads();
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "zenquery-sync-handler-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** @throws IllegalStateException if this is a handler's thread */
    static void requireNoHandler() {
        if (HANDLING.get()) {
            throw new IllegalStateException(
                    "expected a call from outside of handlers: a mutation handler must not call the server that runs it");
        }
    }

    /**
     * Lets {@code handler} decide.
     *
     * @throws RejectMutationException with code {@code handler-timeout} if it took too long; what else the handler throws is thrown on
     */
    void call(MutationFunction handler, MutationCall call) {
        if (threads == null) {
            handle(handler, call);
        } else {
            callWithin(threads, handler, call);
        }
    }

    private void handle(MutationFunction handler, MutationCall call) {
        HANDLING.set(true);
        try {
            interceptor.around(call, () -> {
                handler.handle(call);
                call.handledIn(trace.traceParent());
            });
        } finally {
            HANDLING.remove();
        }
    }

    private void callWithin(ThreadPoolExecutor pool, MutationFunction handler, MutationCall call) {
        Worker worker = new Worker(handler, call);
        FutureTask<Void> task = new FutureTask<>(decorator.apply(worker), null);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw new TryLaterException(
                    pool.isShutdown() ? "the server is being stopped" : "handlers that took too long are still at work",
                    e);
        }
        try {
            if (!isDone(task)) {
                worker.warn(timeout);
                throw new RejectMutationException(
                        "handler-timeout",
                        "the handler of \"" + handler.name() + "\" did not decide within " + timeout.toMillis()
                                + " ms");
            }
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new TryLaterException("the server is being stopped", e);
        } catch (ExecutionException e) {
            HandlerCalls.<RuntimeException>rethrow(e.getCause());
        }
    }

    /** False if it took too long, and is interrupted; one that ends at the last moment has ended. */
    private boolean isDone(FutureTask<Void> task) throws InterruptedException, ExecutionException {
        try {
            task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            if (task.cancel(true)) {
                return false;
            }
            task.get();
            return true;
        }
    }

    /** Idle threads end, those at work when they are done. */
    void close() {
        if (threads != null) {
            threads.shutdown();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void rethrow(@Nullable Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** One call, and the thread that it is on. */
    private final class Worker implements Runnable {
        private final MutationFunction handler;
        private final MutationCall call;
        private volatile @Nullable Thread thread;

        Worker(MutationFunction handler, MutationCall call) {
            this.handler = handler;
            this.call = call;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            handle(handler, call);
        }

        /** Says where it is: for whoever has to find out why. */
        void warn(Duration timeout) {
            Thread at = thread;
            Throwable where = new Throwable("there it is");
            where.setStackTrace(at == null ? new StackTraceElement[0] : at.getStackTrace());
            LOG.warn("{} has not decided within {} and is interrupted", handler, timeout, where);
        }
    }
}
