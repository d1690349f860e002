package io.zenquery.sync.server.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one thread wants to have done in a group's transaction, and what came of it. */
final class Work<T extends @Nullable Object> {
    /** Why a waiting thread goes on. */
    enum Turn {
        /** It leads the next group, of which it is the first. */
        LEAD,
        /** Its group has ended. */
        ENDED
    }

    /** Whether it only reads what is committed, so that no lock is needed. */
    final boolean reading;

    private final Supplier<T> task;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();
    private @Nullable Supplier<T> result;

    Work(Supplier<T> task, boolean reading) {
        this.task = task;
        this.reading = reading;
    }

    /** Runs the task; returns whether it returned. What it threw is kept for the thread that waits. */
    boolean run() {
        try {
            T value = task.get();
            result = () -> value;
            return true;
        } catch (RuntimeException | Error e) {
            fail(e);
            return false;
        }
    }

    /** Makes the failure what came of it, whatever it was before. */
    void fail(Throwable failure) {
        result = () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    void lead() {
        turn.complete(Turn.LEAD);
    }

    void end() {
        turn.complete(Turn.ENDED);
    }

    Turn awaitTurn() {
        return turn.join();
    }

    T result() {
        if (result == null) {
            throw new IllegalStateException("expected work that was run");
        }
        return result.get();
    }
}
