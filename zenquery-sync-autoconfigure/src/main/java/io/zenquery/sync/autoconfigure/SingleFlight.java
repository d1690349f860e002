package io.zenquery.sync.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes things by name, each on one thread at a time: who asks for the same thing meanwhile waits, and has the same outcome. Different things
 * do not wait for one another. What makes them runs without a lock, and may ask for others.
 *
 * <p>A thread that would wait for itself, also by way of other threads that wait, is refused at once. For that, who waits for whom is known
 * for all instances together.
 */
final class SingleFlight<V> {
    private static final Object LOCK = new Object();
    private static final Map<Thread, Flight<?>> WAITING = new HashMap<>(); // guarded by LOCK

    private final Map<String, Flight<V>> underWay = new HashMap<>(); // guarded by LOCK

    private record Flight<V>(Thread maker, CompletableFuture<V> outcome) {}

    /**
     * What {@code make} gives, or what the thread gets that is making that thing already.
     *
     * @param circular what is thrown if that thread waits for this one, or is this one
     */
    V get(String name, Supplier<V> make, Supplier<? extends RuntimeException> circular) {
        Thread me = Thread.currentThread();
        Flight<V> mine = new Flight<>(me, new CompletableFuture<>());
        Flight<V> other;
        synchronized (LOCK) {
            other = underWay.putIfAbsent(name, mine);
            if (other != null) {
                if (waitsFor(other, me)) {
                    throw circular.get();
                }
                WAITING.put(me, other);
            }
        }
        return other == null ? make(name, mine, make) : await(other);
    }

    private static boolean waitsFor(Flight<?> flight, Thread me) {
        @Nullable Flight<?> next = flight;
        while (next != null && next.maker() != me) {
            next = WAITING.get(next.maker()); // ends, since nobody begins to wait in a circle
        }
        return next != null;
    }

    private V make(String name, Flight<V> mine, Supplier<V> make) {
        try {
            V made = make.get();
            landed(name);
            mine.outcome().complete(made);
            return made;
        } catch (RuntimeException | Error e) {
            landed(name);
            mine.outcome().completeExceptionally(e);
            throw e;
        }
    }

    private void landed(String name) {
        synchronized (LOCK) {
            underWay.remove(name);
        }
    }

    private static <V> V await(Flight<V> other) {
        try {
            return other.outcome().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        } finally {
            synchronized (LOCK) {
                WAITING.remove(Thread.currentThread());
            }
        }
    }
}
