package io.zenquery.sync.overlay;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The pending mutations by number, in order, during one transition. */
final class PendingQueue {
    private LongMap<PendingEdits> mutations;

    PendingQueue(LongMap<PendingEdits> mutations) {
        this.mutations = mutations;
    }

    LongMap<PendingEdits> mutations() {
        return mutations;
    }

    /** The mutation that the edit is of; null if that is not pending any more. */
    @Nullable
    PendingEdits of(Edit edit) {
        return mutations.get(edit.seq());
    }

    /** The mutation that the edit, which is pending, is of. */
    PendingEdits pending(Edit edit) {
        return Objects.requireNonNull(of(edit), "the mutation of a pending edit");
    }

    /** Adds a mutation, or puts it in the place of what it was before. */
    void put(PendingEdits mutation) {
        mutations = mutations.with(mutation.seq(), mutation);
    }

    void remove(PendingEdits mutation) {
        mutations = mutations.without(mutation.seq());
    }
}
