package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Buffered;
import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.CoordinatorState.Verdict;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator. Four flows: register, ack, error, delta. Each has the same shape: check, compute the next state in a
 * {@link Step}, publish it by one assignment, unlock, deliver callbacks.
 *
 * <p>Lock rule: {@code lock} guards {@code state} and all that the step reads or writes, the state layer's part included; no
 * callback runs under it.
 */
final class DefaultSyncCoordinator implements OptimisticSyncCoordinator {
    private final ReentrantLock lock = new ReentrantLock();
    private final Callbacks callbacks = new Callbacks();
    private final CoordinatorBuilder settings;
    private final @Nullable StateLayer layer;
    private final ViewHistory history;
    private final long firstClientSeq;
    private long lastClientSeq;
    private long lastRegistered;
    private volatile CoordinatorState state = CoordinatorState.empty();

    DefaultSyncCoordinator(CoordinatorBuilder settings) {
        this.settings = settings;
        this.layer = settings.stateLayer;
        this.history = new ViewHistory(settings.viewHistory);
        this.lastClientSeq = settings.lastClientSeq;
        this.firstClientSeq = settings.lastClientSeq + 1;
        this.lastRegistered = settings.lastClientSeq;
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

    private void register(PendingMutation data) {
        requireUnregistered(data.clientSeq());
        Step step = new Step(state, layer, settings.identityKeys);
        try {
            step.register(data);
        } catch (PatchException e) {
            throw new InvalidMutationException("mutation " + data.clientSeq() + ": " + e.getMessage(), e);
        }
        publish(step);
        lastRegistered = data.clientSeq();
    }

    // --------------------------------------------------------------------------------------------------------- ack

    @Override
    public void confirmMutation(long clientSeq) {
        step(() -> {
            Pending pending = undecided(clientSeq);
            if (pending != null) {
                Step step = new Step(state, layer, settings.identityKeys);
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
                Step step = new Step(state, layer, settings.identityKeys);
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
    public void withdrawMutation(long clientSeq, String reason) {
        step(() -> {
            Pending pending = registered(clientSeq);
            if (pending == null) {
                state = state.withDuplicateVerdict();
            } else {
                Step step = new Step(state, layer, settings.identityKeys);
                step.withdraw(pending, reason);
                publish(step);
            }
        });
    }

    /** Notes a verdict, which takes effect when its number is reached: now, if it has been. */
    private void verdict(long clientSeq, Verdict verdict) {
        step(() -> {
            Pending pending = undecided(clientSeq);
            if (pending != null) {
                Step step = new Step(state, layer, settings.identityKeys);
                step.decide(pending, verdict);
                step.settle();
                publish(step);
            }
        });
    }

    // ------------------------------------------------------------------------------------------------------- delta

    @Override
    public void beginEpoch() {
        step(() -> state = state.withNewEpoch());
    }

    @Override
    public void processServerDelta(ServerDeltaMessage deltaMessage, ConflictResolutionStrategy conflictResolver) {
        Objects.requireNonNull(deltaMessage, "deltaMessage");
        Objects.requireNonNull(conflictResolver, "conflictResolver");
        step(() -> {
            if (deltaMessage.data() instanceof ServerDeltaMessage.Snapshot snapshot) {
                if (deltaMessage.serverSeq() < state.serverSeq()) {
                    state = state.withDuplicateDelta();
                } else {
                    applySnapshot(deltaMessage, snapshot, conflictResolver);
                }
            } else if (deltaMessage.serverSeq() <= state.serverSeq()) {
                state = state.withDuplicateDelta();
            } else if (previous(deltaMessage) != state.serverSeq()) {
                keepForLater(deltaMessage, conflictResolver);
            } else {
                applyDelta(deltaMessage, conflictResolver);
            }
            applyBuffered();
        });
    }

    private void applyDelta(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {
        Step step = new Step(state, layer, settings.identityKeys);
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
        Step step = new Step(state, layer, settings.identityKeys);
        try {
            step.snapshot(message, snapshot, resolver);
            publish(step);
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

    private void applyBuffered() {
        while (!state.buffer().isEmpty()) {
            Buffered next = state.firstBuffered();
            if (previous(next.message()) != state.serverSeq()) {
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

    // ----------------------------------------------------------------------------------------------------- publish

    /** The one place where a step becomes visible: state layer, state, history, callbacks, in this order. */
    private void publish(Step step) {
        assert lock.isHeldByCurrentThread();
        CoordinatorState next = step.next();
        assert next.invariantsHold();
        Runnable show =
                layer == null ? () -> {} : layer.prepare(step.confirmedDocuments(), step.viewPatches(), next.version());
        step.viewChange().ifPresent(change -> history.add(change, layer));
        show.run();
        state = next;
        callbacks.enqueue(step, next);
    }

    private void step(Runnable flow) {
        try {
            locked(() -> {
                flow.run();
                return true;
            });
        } finally {
            callbacks.drain();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
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

    // -------------------------------------------------------------------------------------------------------- read

    @Override
    public Map<AtomKey, List<Patch>> getPendingPatches() {
        CoordinatorState delivered = callbacks.current();
        return new PendingPatches((delivered == null ? state : delivered).overlay());
    }

    @Override
    public Map<AtomKey, List<Patch>> pendingPatches(long clientSeq) {
        CoordinatorState now = state;
        if (now.find(clientSeq) == null) {
            throw new SequenceException("expected the number of a pending mutation, got " + clientSeq);
        }
        return now.overlay().isVisible(clientSeq) ? now.overlay().patches(clientSeq) : Map.of();
    }

    @Override
    public boolean isVisible(long clientSeq) {
        CoordinatorState now = state;
        return now.find(clientSeq) != null && now.overlay().isVisible(clientSeq);
    }

    @Override
    public long confirmedServerSeq() {
        return state.serverSeq();
    }

    @Override
    public long viewVersion() {
        return state.version();
    }

    @Override
    public List<PendingMutation> pendingMutations() {
        return state.pending().values().stream().map(Pending::mutation).toList();
    }

    @Override
    public CoordinatorCounts counts() {
        return state.counts();
    }

    @Override
    public Subscription onStateChange(StateChangeCallback callback) {
        return callbacks.stateChange.add(callback);
    }

    @Override
    public Subscription onApplyDelta(ApplyDeltaCallback callback) {
        return callbacks.applyDelta.add(callback);
    }

    @Override
    public Subscription onRollback(RollbackCallback callback) {
        return callbacks.rollback.add(callback);
    }

    @Override
    public Subscription onViewChange(ViewChangeCallback callback) {
        return callbacks.viewChange.add(callback);
    }

    @Override
    public Subscription onConflict(ConflictCallback callback) {
        return callbacks.conflict.add(callback);
    }

    @Override
    public Subscription onOutcome(MutationOutcomeCallback callback) {
        return callbacks.outcome.add(callback);
    }

    @Override
    public Subscription onGap(SequenceGapCallback callback) {
        return callbacks.gap.add(callback);
    }
}
