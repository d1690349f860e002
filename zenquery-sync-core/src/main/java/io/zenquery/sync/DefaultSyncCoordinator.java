package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Buffered;
import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.CoordinatorState.Verdict;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.patch.PatchException;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator. Four flows: register, ack, error, delta. Each has the same shape: check, compute the next state in a
 * {@link Step}, publish it by one assignment, unlock, deliver callbacks.
 */
final class DefaultSyncCoordinator extends CoordinatorUndo {
    DefaultSyncCoordinator(CoordinatorBuilder settings) {
        super(settings);
    }

    // ---------------------------------------------------------------------------------------------------- register

    @Override
    public long generateClientSeq() {
        return locked(() -> ++lastClientSeq);
    }

    @Override
    public void registerPendingMutation(PendingMutation data) {
        step(() -> register(data));
    }

    @Override
    public void registerPendingMutation(PendingMutation data, long viewVersion) {
        step(() -> {
            requireUnregistered(data.clientSeq());
            register(history.carry(data, viewVersion, state.version(), layer));
        });
    }

    @Override
    public long registerNext(LongFunction<PendingMutation> mutation, long viewVersion) {
        return step(() -> {
            PendingMutation data = mutation.apply(++lastClientSeq);
            register(history.carry(data, viewVersion, state.version(), layer));
            return data.clientSeq();
        });
    }

    @Override
    void register(PendingMutation data) {
        requireUnregistered(data.clientSeq());
        Step step = begin();
        try {
            step.register(data);
        } catch (PatchException e) {
            throw new InvalidMutationException("mutation " + data.clientSeq() + ": " + e.getMessage(), e);
        }
        publish(step);
        lastRegistered = data.clientSeq();
        undos.registered(data);
        journal.registered(data);
    }

    @Override
    public Set<Long> rewritePending(UnaryOperator<PendingMutation> rewrite) {
        return step(() -> {
            Step step = begin();
            step.cause = ViewChange.Cause.MUTATION;
            Set<Long> lost = step.rewrite(rewrite);
            publish(step);
            journal.superseded();
            return lost;
        });
    }

    // --------------------------------------------------------------------------------------------------------- ack

    @Override
    public void confirmMutation(long clientSeq) {
        step(() -> {
            Pending pending = undecided(clientSeq);
            if (pending != null) {
                Step step = begin();
                step.confirm(pending, null);
                publish(step);
            }
        });
    }

    @Override
    public void confirmMutation(long clientSeq, long serverSeq) {
        verdict(clientSeq, new Verdict.InDelta(notNegative(serverSeq, "serverSeq")));
    }

    @Override
    public void confirmMutationWithoutEffect(long clientSeq, long decidedAt) {
        verdict(clientSeq, new Verdict.Empty(notNegative(decidedAt, "decidedAt")));
    }

    // ------------------------------------------------------------------------------------------------------- error

    @Override
    public void rejectMutation(long clientSeq, @Nullable Object error) {
        step(() -> {
            Pending pending = undecided(clientSeq);
            if (pending != null) {
                Step step = begin();
                step.reject(pending, error);
                publish(step);
            }
        });
    }

    @Override
    public void rejectMutation(long clientSeq, @Nullable Object error, long decidedAt) {
        verdict(clientSeq, new Verdict.Rejected(notNegative(decidedAt, "decidedAt"), error));
    }

    @Override
    public void withdrawMutation(long clientSeq, String code, String reason) {
        step(() -> {
            Pending pending = registered(clientSeq);
            if (pending == null) {
                state = state.withDuplicateVerdict();
            } else {
                Step step = begin();
                step.withdraw(pending, code, reason);
                publish(step);
            }
        });
    }

    /** Notes a verdict, which takes effect when its number is reached: now, if it has been. */
    private void verdict(long clientSeq, Verdict verdict) {
        step(() -> {
            Pending pending = undecided(clientSeq);
            if (pending != null) {
                Step step = begin();
                step.decide(pending, verdict);
                step.settle();
                publish(step);
            }
        });
    }

    // ------------------------------------------------------------------------------------------------------- delta

    @Override
    public void beginEpoch() {
        step(() -> {
            state = state.withNewEpoch();
            undos.forget();
        });
    }

    @Override
    public void processServerDelta(ServerDeltaMessage deltaMessage, ConflictResolutionStrategy conflictResolver) {
        Objects.requireNonNull(deltaMessage, "deltaMessage");
        Objects.requireNonNull(conflictResolver, "conflictResolver");
        step(() -> {
            long from = state.serverSeq();
            boolean isAwaited = state.awaitsSnapshot();
            if (deltaMessage.data() instanceof ServerDeltaMessage.Snapshot snapshot) {
                if (deltaMessage.serverSeq() < state.serverSeq() && !isAwaited) {
                    state = state.withDuplicateDelta();
                } else {
                    applySnapshot(deltaMessage, snapshot, conflictResolver);
                }
            } else if (deltaMessage.serverSeq() <= state.serverSeq() || isAwaited) {
                state = state.withDuplicateDelta();
            } else if (previous(deltaMessage) != state.serverSeq()) {
                keepForLater(deltaMessage, conflictResolver);
            } else {
                applyDelta(deltaMessage, conflictResolver);
            }
            applyBuffered(from);
        });
    }

    private void applyDelta(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {
        Step step = begin();
        try {
            step.delta(message, resolver);
            step.settle();
            publish(step);
        } catch (PatchException e) {
            throw invalid(message, e);
        }
    }

    private void applySnapshot(
            ServerDeltaMessage message, ServerDeltaMessage.Snapshot snapshot, ConflictResolutionStrategy resolver) {
        Step step = begin();
        try {
            step.snapshot(message, snapshot, resolver);
            publish(step);
            journal.superseded();
        } catch (PatchException e) {
            throw invalid(message, e);
        }
    }

    /** Buffers a delta whose predecessors are missing, and asks for them, once per gap. */
    private void keepForLater(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {
        boolean first = state.buffer().isEmpty();
        state = state.withBuffered(new Buffered(message, resolver), settings.gapBuffer);
        if (first) {
            callbacks.enqueueGap(state, message.serverSeq());
        }
    }

    /** Applies what was waiting for what has come since {@code from}. */
    private void applyBuffered(long from) {
        while (!state.buffer().isEmpty()) {
            Buffered next = state.firstBuffered();
            if (previous(next.message()) != state.serverSeq()) {
                if (state.serverSeq() > from) {
                    callbacks.enqueueGap(
                            state, next.message().serverSeq()); // another one, behind the one that was filled
                }
                return;
            }
            state = state.withoutFirstBuffered(); // before it is tried: one that does not fit is not tried again
            applyDelta(next.message(), next.resolver());
        }
    }

    private static long previous(ServerDeltaMessage message) {
        Long previous = message.prevServerSeq();
        return previous == null ? message.serverSeq() - 1 : previous;
    }

    private static InvalidDeltaException invalid(ServerDeltaMessage message, PatchException e) {
        return new InvalidDeltaException(
                "delta " + message.serverSeq() + " does not fit the confirmed state: " + e.getMessage()
                        + ". Ask for a snapshot",
                e);
    }

    // ------------------------------------------------------------------------------------------------------ checks

    private void requireUnregistered(long clientSeq) {
        if (clientSeq <= lastRegistered || clientSeq > lastClientSeq) {
            throw new SequenceException("expected a number from generateClientSeq() above the last registered one, "
                    + lastRegistered + ", got " + clientSeq
                    + (clientSeq > lastClientSeq ? ", which was never generated" : "")
                    + ". Generate a number for each mutation, and register in that order");
        }
    }

    /** The pending mutation of that number, or null if it has its verdict, which is counted. */
    private @Nullable Pending undecided(long clientSeq) {
        Pending pending = registered(clientSeq);
        if (pending != null && pending.verdict() == null) {
            return pending;
        }
        state = state.withDuplicateVerdict();
        return null;
    }

    /** The mutation of that number, which must have been registered; null if it is not pending any more. */
    private @Nullable Pending registered(long clientSeq) {
        if (clientSeq < firstClientSeq || clientSeq > lastRegistered) {
            throw new SequenceException("expected the number of a registered mutation, from " + firstClientSeq + " to "
                    + lastRegistered + ", got " + clientSeq
                    + ". The server and this client disagree about who the client is: connect as a new client");
        }
        return state.find(clientSeq);
    }

    private static long notNegative(long number, String name) {
        if (number < 0) {
            throw new SequenceException("expected " + name + " from 0, got " + number);
        }
        return number;
    }
}
