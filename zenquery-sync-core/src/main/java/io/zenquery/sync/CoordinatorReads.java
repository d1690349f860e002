package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a coordinator answers and whom it tells, without its lock: the state is replaced as a whole by each step. */
abstract class CoordinatorReads implements OptimisticSyncCoordinator {
    final Callbacks callbacks = new Callbacks();
    volatile CoordinatorState state = CoordinatorState.empty();

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
    public boolean isHidden(long clientSeq) {
        CoordinatorState now = state;
        return now.find(clientSeq) != null && now.overlay().isHidden(clientSeq);
    }

    @Override
    public long confirmedServerSeq() {
        return state.serverSeq();
    }

    @Override
    public boolean hasGap() {
        return !state.buffer().isEmpty();
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
    public int pendingCount() {
        return state.pending().size();
    }

    @Override
    public List<PendingMutation> pendingMutations(long above, int most) {
        Pending first = above == Long.MAX_VALUE ? null : state.pending().ceiling(above + 1);
        return Stream.iterate(first, Objects::nonNull, each -> state.pending().ceiling(each.seq() + 1))
                .limit(most)
                .map(Pending::mutation)
                .toList();
    }

    @Override
    public @Nullable PendingMutation pendingMutation(long clientSeq) {
        Pending pending = state.find(clientSeq);
        return pending == null ? null : pending.mutation();
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

    @Override
    public Subscription onStep(StepCallback callback) {
        return callbacks.step.add(callback);
    }
}
