package io.zenquery.sync.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the tokens of one client registration, on a thread of its own, once at a time. Who wants one meanwhile waits for the same answer: a
 * token endpoint that hangs holds one thread, however often somebody tries to connect. A request that is found to take longer than
 * {@link #MOST} is interrupted, and where it ends by that, the next attempt begins another. Thread-safe.
 */
final class TokenRequests {
    static final Duration MOST = Duration.ofMinutes(1);

    private final String registrationId;
    private final Supplier<String> ask;
    private final LongSupplier nanoTime;
    private @Nullable Request underWay; // guarded by this
    private boolean closed; // guarded by this

    private record Request(CompletableFuture<String> answer, Thread thread, long since) {}

    TokenRequests(String registrationId, Supplier<String> ask, LongSupplier nanoTime) {
        this.registrationId = registrationId;
        this.ask = ask;
        this.nanoTime = nanoTime;
    }

    /**
     * A token, after at most that time.
     *
     * @throws IllegalStateException if none comes in time, or the request fails, or this thread is interrupted (it is so afterwards, too), or
     *     this is closed
     */
    String token(Duration patience) {
        Request request = joinOrBegin();
        try {
            return request.answer().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (nanoTime.getAsLong() - request.since() > MOST.toNanos()) {
                request.thread().interrupt();
            }
            throw failure("the token endpoint has not answered within " + patience, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failure(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("the attempt to connect has ended before", e);
        }
    }

    private IllegalStateException failure(String reason, Throwable cause) {
        return new IllegalStateException("no OAuth2 token for \"" + registrationId + "\": " + reason, cause);
    }

    private synchronized Request joinOrBegin() {
        if (closed) {
            throw new IllegalStateException(
                    "no OAuth2 token for \"" + registrationId + "\": the application is closed");
        }
        Request now = underWay;
        if (now == null || now.answer().isDone()) {
            now = begin();
            underWay = now;
        }
        return now;
    }

    private Request begin() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(ask.get());
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(e);
                    }
                },
                "zenquery-sync-token-" + registrationId);
        thread.setDaemon(true);
        thread.start();
        return new Request(answer, thread, nanoTime.getAsLong());
    }

    /** Interrupts a request that is under way; there are no others. */
    synchronized void close() {
        closed = true;
        if (underWay != null) {
            underWay.thread().interrupt();
        }
    }
}
