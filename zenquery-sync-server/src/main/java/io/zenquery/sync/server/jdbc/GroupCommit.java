package io.zenquery.sync.server.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One transaction for all that wait for one. Of the threads that come, the first leads: it runs the work of all that came until then in
 * one transaction. Who comes meanwhile waits for the next one, which the first of them leads. So nobody waits for more than the
 * transaction under way and his own, and under load a commit is shared by many.
 */
final class GroupCommit {
    /** Bounds how long the first of a group waits for the last. */
    private static final int LARGEST_GROUP = 256;

    private final Consumer<List<Work<?>>> transaction;
    private final Deque<Work<?>> waiting = new ArrayDeque<>(); // guarded by itself
    private boolean led; // guarded by waiting
    private volatile @Nullable Thread leader;

    /**
     * @param transaction runs each work and commits; called by one thread at a time. What it throws is what each of the group ends
     *     with
     */
    GroupCommit(Consumer<List<Work<?>>> transaction) {
        this.transaction = transaction;
    }

    /** Runs {@code task} in a transaction with others; returns or throws what it does, after the commit. */
    <T extends @Nullable Object> T run(Supplier<T> task, boolean reading) {
        if (isInside()) {
            throw new IllegalStateException("expected a call from outside the channel's transaction: a mutation handler"
                    + " must not call the server that runs it");
        }
        Work<T> mine = new Work<>(task, reading);
        boolean first;
        synchronized (waiting) {
            waiting.add(mine);
            first = !led;
            led = true;
        }
        if (first || mine.awaitTurn() == Work.Turn.LEAD) {
            lead();
        }
        return mine.result();
    }

    /** Whether the calling thread runs a group's work. */
    boolean isInside() {
        return Thread.currentThread() == leader;
    }

    /** How many wait for the next group. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void lead() {
        List<Work<?>> group = nextGroup();
        leader = Thread.currentThread();
        try {
            transaction.accept(group);
        } catch (RuntimeException | Error e) {
            group.forEach(work -> work.fail(e));
        } finally {
            leader = null;
            passOn();
        }
        group.forEach(Work::end);
    }

    private List<Work<?>> nextGroup() {
        List<Work<?>> group = new ArrayList<>();
        synchronized (waiting) {
            while (!waiting.isEmpty() && group.size() < LARGEST_GROUP) {
                group.add(waiting.remove());
            }
        }
        return group;
    }

    private void passOn() {
        Work<?> next;
        synchronized (waiting) {
            next = waiting.peek();
            led = next != null;
        }
        if (next != null) {
            next.lead();
        }
    }
}
