package io.zenquery.sync;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers local mutations, keeps the queue of pending ones, and carries it over what the server says. It holds no application
 * state: it works on sequence numbers and patches, and tells others what to apply.
 *
 * <p>Words: the <em>confirmed state</em> is the server's state as of {@link #confirmedServerSeq()}; the <em>view</em> is the confirmed
 * state with all pending mutations applied in order.
 *
 * <p>Threads: every method may be called from any thread, callbacks included. Callbacks run outside the coordinator's lock, one
 * at a time, in one order for all of them. They run on a thread that is in a call to the coordinator: usually the call that
 * caused them, or, if another thread is delivering at that moment, that thread, after the call has returned. A call from inside
 * a callback takes effect at once; its callbacks follow after the present ones. A callback that throws is logged and stops no
 * other.
 *
 * <p>Bad input is refused with a {@link SyncException} and changes nothing.
 */
public interface OptimisticSyncCoordinator {

    /** The next client sequence number: from 1, strictly increasing. */
    long generateClientSeq();

    /**
     * Registers a mutation whose patches were made on the present view.
     *
     * @throws SequenceException if the number was not generated here, or is not above the last one registered
     * @throws InvalidMutationException if a patch does not fit the view, or a test in it fails
     */
    void registerPendingMutation(PendingMutation data);

    /**
     * Registers a mutation whose patches were made on version {@code viewVersion} of the view, and carries them to the present
     * one.
     *
     * @throws StaleViewException if that version is too long ago, or an edit lost its place since
     * @throws SequenceException as {@link #registerPendingMutation(PendingMutation)}
     * @throws InvalidMutationException as {@link #registerPendingMutation(PendingMutation)}
     */
    void registerPendingMutation(PendingMutation data, long viewVersion);

    /**
     * Numbers and registers a mutation in one step, so that numbers are registered in the order in which they are generated, whoever
     * else does the same at that moment.
     *
     * @param mutation makes the mutation of the number that it is given; called under the lock, must not call back. If it throws,
     *     nothing is registered
     * @param viewVersion as {@link #registerPendingMutation(PendingMutation, long)}
     * @return the number
     * @throws StaleViewException as {@link #registerPendingMutation(PendingMutation, long)}
     * @throws InvalidMutationException as {@link #registerPendingMutation(PendingMutation)}
     */
    long registerNext(LongFunction<PendingMutation> mutation, long viewVersion);

    /**
     * Registers a mutation that takes back what another one did, pending or confirmed, as far as it is still there: of an operation whose
     * place others have written since, or in what it made or would bring back under somebody's later edits, nothing is done. What was done
     * by a confirmed mutation is what the server did. The undo of an undo is a redo. See {@code docs/undo.md} for the policy.
     *
     * <p>Where a pending undo or redo has changed what that one did, the new mutation is of the last such ({@link PendingMutation#undoOf}).
     * It must not be sent before the one that it takes back has ended. When that one ends as it was not predicted, this
     * one is computed anew in the same step, and withdrawn, with code {@code nothing-to-undo}, if nothing is left for it to do. Where later
     * mutations have touched the same documents it is withdrawn instead, with code {@code undo-outdated}.
     *
     * @param undo makes the mutation; called under the lock, must not call back. If it throws, nothing is registered
     * @return the number of the new mutation
     * @throws UndoUnavailableException if nothing can be taken back
     * @throws IllegalStateException without a {@link StateLayer}
     */
    long registerUndo(long clientSeq, UndoMutation undo);

    /**
     * Whether {@link #registerUndo} would find something to take back now. Costs as much as doing it: what has happened since to the
     * documents that the mutation has changed.
     *
     * @throws IllegalStateException without a {@link StateLayer}
     */
    boolean canUndo(long clientSeq);

    /** Makes a mutation out of its number and its patches against the present view. */
    @FunctionalInterface
    interface UndoMutation {
        PendingMutation of(long clientSeq, Map<AtomKey, List<Patch>> patches);
    }

    /**
     * The server accepted the mutation. It leaves the queue and the view at once; if its delta has not arrived yet, its effect is
     * out of sight until then. {@link #confirmMutation(long, long)} avoids that.
     *
     * @throws SequenceException if no mutation of that number was registered
     */
    void confirmMutation(long clientSeq);

    /**
     * The server accepted the mutation, and delta {@code serverSeq} carries its effect. The mutation stays in the view until that
     * delta is applied and goes in the same step.
     *
     * @throws SequenceException if no mutation of that number was registered, or {@code serverSeq} is negative
     */
    void confirmMutation(long clientSeq, long serverSeq);

    /**
     * The server accepted the mutation and it had no effect. It leaves the view when {@link #confirmedServerSeq()} reaches
     * {@code decidedAt}.
     *
     * @throws SequenceException as {@link #confirmMutation(long, long)}
     */
    void confirmMutationWithoutEffect(long clientSeq, long decidedAt);

    /**
     * The server rejected the mutation. It leaves the queue, and {@link #onRollback} is told how to take it out of the view.
     *
     * @param error what the server said, handed to {@link #onOutcome}
     * @throws SequenceException if no mutation of that number was registered
     */
    void rejectMutation(long clientSeq, @Nullable Object error);

    /**
     * The server rejected the mutation when its log was at {@code decidedAt}. Acts when {@link #confirmedServerSeq()} reaches that
     * number.
     *
     * @throws SequenceException as {@link #confirmMutation(long, long)}
     */
    void rejectMutation(long clientSeq, @Nullable Object error, long decidedAt);

    /**
     * Takes back a mutation that no server will decide any more: one that was not sent, or whose outcome can't be learnt.
     *
     * @param code stable, for programs
     * @param reason for people to read
     * @throws SequenceException if no mutation of that number was registered
     */
    void withdrawMutation(long clientSeq, String code, String reason);

    /**
     * Puts other patches, or other {@code mutationInfo}, in the place of pending ones: when an id that a mutation made up is known by
     * another name, say. Those from the first that changes on are taken out of the view and put back in one step.
     *
     * @param rewrite is given each pending mutation with its patches as they stand, oldest first, and returns it, or another one of the
     *     same number; called under the lock, must not call back
     * @return those without patches after this: they were not in the view before, or their other patches do not fit
     */
    Set<Long> rewritePending(UnaryOperator<PendingMutation> rewrite);

    /**
     * Processes a delta or snapshot. A delta at or below {@link #confirmedServerSeq()} is a duplicate, ignored and counted. One that does
     * not follow it directly is kept, within a bound, and applied when its predecessors have come; {@link #onGap} asks for
     * them. A snapshot is applied at any number from the present one on; pending edits are carried over the difference.
     *
     * @param conflictResolver decides about pending edits that the delta collides with
     * @throws InvalidDeltaException if the delta does not fit the confirmed documents
     */
    void processServerDelta(ServerDeltaMessage deltaMessage, ConflictResolutionStrategy conflictResolver);

    /**
     * The server's log is another one from now on (a restored backup, say): deltas that wait and verdicts that were noted are forgotten, and
     * a snapshot must follow, which may have any number. What was confirmed can't be undone any more; pending undos of it are withdrawn with the
     * snapshot, with code {@code undo-of-another-log}. Until it comes, documents, queue and {@link #confirmedServerSeq()} stay as they
     * are, deltas are ignored, and verdicts are noted: they take effect with the snapshot or after it.
     */
    void beginEpoch();

    /**
     * The operations of the pending mutations in the view, per atom, in order: applied to the confirmed documents they give the
     * view. Inside a callback, the answer is for the moment that the callback tells of.
     */
    Map<AtomKey, List<Patch>> getPendingPatches();

    /**
     * The operations of one pending mutation as they stand now, against the confirmed documents with all earlier ones in them.
     * Empty if the mutation is not in the view: a test in it fails, or a strategy hides it.
     *
     * @throws SequenceException if it is not pending
     */
    Map<AtomKey, List<Patch>> pendingPatches(long clientSeq);

    /** Whether a mutation is pending, and in the view. */
    boolean isVisible(long clientSeq);

    /** Whether a mutation is pending, and a strategy took it out of the view. */
    boolean isHidden(long clientSeq);

    /** The number of the last delta applied; 0 before the first. */
    long confirmedServerSeq();

    /** The version of the view: 0 at first, one more with each {@link ViewChange}. */
    long viewVersion();

    /** Whether deltas wait for their predecessors. */
    boolean hasGap();

    /** The pending mutations, oldest first, as they were registered. */
    List<PendingMutation> pendingMutations();

    /** How many mutations are pending; costs the same for any number. */
    int pendingCount();

    /** Up to {@code most} of the pending mutations with numbers above {@code above}, oldest first. */
    List<PendingMutation> pendingMutations(long above, int most);

    /** The pending mutation of that number; null if there is none. */
    @Nullable
    PendingMutation pendingMutation(long clientSeq);

    /**
     * All that is known, as of one moment.
     *
     * @param taken run under the lock, before another step can follow; must not call back
     * @throws IllegalStateException without a {@link StateLayer}
     */
    CoordinatorCheckpoint checkpoint(Runnable taken);

    /**
     * Begins where another coordinator was. The callbacks tell of it as of one step.
     *
     * @throws IllegalStateException without a {@link StateLayer}, or if this coordinator has begun already
     * @throws InvalidMutationException if a pending mutation does not fit
     */
    void restore(CoordinatorCheckpoint checkpoint);

    /** Has {@code journal} note each step from now on; the last one given counts. */
    void journal(StepJournal journal);

    /** What was met and ignored so far. */
    CoordinatorCounts counts();

    /** Tells of each change of the queue or of {@link #confirmedServerSeq()}. */
    Subscription onStateChange(StateChangeCallback callback);

    /** Tells of each change of the confirmed state, after conflict resolution. */
    Subscription onApplyDelta(ApplyDeltaCallback callback);

    /** Tells of each rejection how to undo it in the view. */
    Subscription onRollback(RollbackCallback callback);

    /** Tells of each step of the view. */
    Subscription onViewChange(ViewChangeCallback callback);

    /** Tells of collisions and what became of them. */
    Subscription onConflict(ConflictCallback callback);

    /** Tells how each mutation ended. */
    Subscription onOutcome(MutationOutcomeCallback callback);

    /** Tells of missing deltas. */
    Subscription onGap(SequenceGapCallback callback);

    /** Tells where what is told of a step begins and ends, and which delta it is about. */
    Subscription onStep(StepCallback callback);
}
