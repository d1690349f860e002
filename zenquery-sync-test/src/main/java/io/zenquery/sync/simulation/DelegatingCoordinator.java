package io.zenquery.sync.simulation;

import io.zenquery.sync.ApplyDeltaCallback;
import io.zenquery.sync.ConflictCallback;
import io.zenquery.sync.CoordinatorCheckpoint;
import io.zenquery.sync.CoordinatorCounts;
import io.zenquery.sync.MutationOutcomeCallback;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.RollbackCallback;
import io.zenquery.sync.SequenceGapCallback;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.StateChangeCallback;
import io.zenquery.sync.StepCallback;
import io.zenquery.sync.StepJournal;
import io.zenquery.sync.Subscription;
import io.zenquery.sync.ViewChangeCallback;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A coordinator that hands everything on to another one. */
class DelegatingCoordinator implements OptimisticSyncCoordinator {
    protected final OptimisticSyncCoordinator inner;

    DelegatingCoordinator(OptimisticSyncCoordinator inner) {
        this.inner = inner;
    }

    @Override
    public long generateClientSeq() {
        return inner.generateClientSeq();
    }

    @Override
    public void registerPendingMutation(PendingMutation data) {
        inner.registerPendingMutation(data);
    }

    @Override
    public void registerPendingMutation(PendingMutation data, long viewVersion) {
        inner.registerPendingMutation(data, viewVersion);
    }

    @Override
    public void confirmMutation(long clientSeq) {
        inner.confirmMutation(clientSeq);
    }

    @Override
    public void confirmMutation(long clientSeq, long serverSeq) {
        inner.confirmMutation(clientSeq, serverSeq);
    }

    @Override
    public void confirmMutationWithoutEffect(long clientSeq, long decidedAt) {
        inner.confirmMutationWithoutEffect(clientSeq, decidedAt);
    }

    @Override
    public void rejectMutation(long clientSeq, @Nullable Object error) {
        inner.rejectMutation(clientSeq, error);
    }

    @Override
    public void rejectMutation(long clientSeq, @Nullable Object error, long decidedAt) {
        inner.rejectMutation(clientSeq, error, decidedAt);
    }

    @Override
    public void withdrawMutation(long clientSeq, String code, String reason) {
        inner.withdrawMutation(clientSeq, code, reason);
    }

    @Override
    public long registerNext(LongFunction<PendingMutation> mutation, long viewVersion) {
        return inner.registerNext(mutation, viewVersion);
    }

    @Override
    public long registerUndo(long clientSeq, UndoMutation undo) {
        return inner.registerUndo(clientSeq, undo);
    }

    @Override
    public boolean canUndo(long clientSeq) {
        return inner.canUndo(clientSeq);
    }

    @Override
    public Set<Long> rewritePending(UnaryOperator<PendingMutation> rewrite) {
        return inner.rewritePending(rewrite);
    }

    @Override
    public boolean isHidden(long clientSeq) {
        return inner.isHidden(clientSeq);
    }

    @Override
    public boolean hasGap() {
        return inner.hasGap();
    }

    @Override
    public List<PendingMutation> pendingMutations(long above, int most) {
        return inner.pendingMutations(above, most);
    }

    @Override
    public @Nullable PendingMutation pendingMutation(long clientSeq) {
        return inner.pendingMutation(clientSeq);
    }

    @Override
    public CoordinatorCheckpoint checkpoint(Runnable taken) {
        return inner.checkpoint(taken);
    }

    @Override
    public void restore(CoordinatorCheckpoint checkpoint) {
        inner.restore(checkpoint);
    }

    @Override
    public void journal(StepJournal journal) {
        inner.journal(journal);
    }

    @Override
    public void processServerDelta(ServerDeltaMessage deltaMessage, ConflictResolutionStrategy conflictResolver) {
        inner.processServerDelta(deltaMessage, conflictResolver);
    }

    @Override
    public void beginEpoch() {
        inner.beginEpoch();
    }

    @Override
    public Map<AtomKey, List<Patch>> getPendingPatches() {
        return inner.getPendingPatches();
    }

    @Override
    public Map<AtomKey, List<Patch>> pendingPatches(long clientSeq) {
        return inner.pendingPatches(clientSeq);
    }

    @Override
    public boolean isVisible(long clientSeq) {
        return inner.isVisible(clientSeq);
    }

    @Override
    public long confirmedServerSeq() {
        return inner.confirmedServerSeq();
    }

    @Override
    public long viewVersion() {
        return inner.viewVersion();
    }

    @Override
    public List<PendingMutation> pendingMutations() {
        return inner.pendingMutations();
    }

    @Override
    public int pendingCount() {
        return inner.pendingCount();
    }

    @Override
    public CoordinatorCounts counts() {
        return inner.counts();
    }

    @Override
    public Subscription onStateChange(StateChangeCallback callback) {
        return inner.onStateChange(callback);
    }

    @Override
    public Subscription onApplyDelta(ApplyDeltaCallback callback) {
        return inner.onApplyDelta(callback);
    }

    @Override
    public Subscription onRollback(RollbackCallback callback) {
        return inner.onRollback(callback);
    }

    @Override
    public Subscription onViewChange(ViewChangeCallback callback) {
        return inner.onViewChange(callback);
    }

    @Override
    public Subscription onConflict(ConflictCallback callback) {
        return inner.onConflict(callback);
    }

    @Override
    public Subscription onOutcome(MutationOutcomeCallback callback) {
        return inner.onOutcome(callback);
    }

    @Override
    public Subscription onGap(SequenceGapCallback callback) {
        return inner.onGap(callback);
    }

    @Override
    public Subscription onStep(StepCallback callback) {
        return inner.onStep(callback);
    }
}
