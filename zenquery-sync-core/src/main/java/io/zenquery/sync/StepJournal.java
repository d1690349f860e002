package io.zenquery.sync;

/**
 * Notes what a coordinator did, step by step, so that another one can be brought to the same state: see
 * {@link OptimisticSyncCoordinator#checkpoint} and {@link OptimisticSyncCoordinator#restore}.
 *
 * <p>Called under the coordinator's lock, in the order of the steps, before any callback of the step: it must return at once, must not
 * fail and must not call back.
 */
public interface StepJournal {

    /**
     * A mutation was registered.
     *
     * @param mutation with its patches as they were carried to the view of that moment
     */
    void registered(PendingMutation mutation);

    /**
     * A delta was applied.
     *
     * @param delta its {@code origin} is the mutation that it ended, if any, whether or not the server said so
     */
    void applied(ServerDeltaMessage delta);

    /** A mutation ended, by a delta that was noted before or by a verdict. It is still in the queue, for those who read it meanwhile. */
    void ended(MutationOutcome outcome);

    /** Something happened that only a new {@link OptimisticSyncCoordinator#checkpoint} tells, such as a snapshot. */
    void superseded();
}
