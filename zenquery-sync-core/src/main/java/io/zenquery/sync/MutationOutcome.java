package io.zenquery.sync;

import org.jspecify.annotations.Nullable;

/** How a registered mutation ended. Each one ends exactly once. */
public sealed interface MutationOutcome {

    /** The mutation. */
    PendingMutation mutation();

    /**
     * The server accepted it, and what it did is in the confirmed state.
     *
     * @param serverSeq the number of the delta that carried the effect; null if it had none, or if that is not known
     */
    record Confirmed(PendingMutation mutation, @Nullable Long serverSeq) implements MutationOutcome {}

    /**
     * The server rejected it, and the view is as if it had never been registered.
     *
     * @param error what the server said
     */
    record Rejected(PendingMutation mutation, @Nullable Object error) implements MutationOutcome {}

    /**
     * It was taken back before it was sent, or its outcome can't be learnt any more.
     *
     * @param code stable, for programs, such as {@code outcome-unknown}
     * @param reason why, for people to read
     */
    record Withdrawn(PendingMutation mutation, String code, String reason) implements MutationOutcome {
        /** The code of an undo that has nothing left to take back: the mutation it was about was not accepted, or did nothing. */
        public static final String NOTHING_TO_UNDO = "nothing-to-undo";

        /**
         * The code of a pending undo of a mutation of which the server made something else, where later mutations were made on the same
         * documents: it can be made again.
         */
        public static final String UNDO_OUTDATED = "undo-outdated";

        /**
         * The code of a pending undo of what was confirmed by a log of the server that is no more: the new one may have it, or the undo
         * itself, or neither.
         */
        public static final String UNDO_OF_ANOTHER_LOG = "undo-of-another-log";

        /**
         * Whether it is an undo that was overtaken by what has become of the mutation that it was to take back. Nothing of anybody's is lost
         * with it, so it is not listed among the failed ones.
         */
        public boolean isOvertakenUndo() {
            return code.equals(NOTHING_TO_UNDO) || code.equals(UNDO_OUTDATED);
        }
    }
}
