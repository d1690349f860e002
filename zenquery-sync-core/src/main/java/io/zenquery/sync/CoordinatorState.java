package io.zenquery.sync;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.overlay.Overlay;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator knows, replaced as a whole by each step.
 *
 * <ul>
 *   <li>{@code pending} is in ascending order of {@code clientSeq}, and {@code overlay} has the same mutations in that order
 *   <li>{@code buffer} has only deltas above {@code serverSeq}
 * </ul>
 *
 * @param serverSeq the last delta applied
 * @param version of the view
 * @param buffer deltas that came before their predecessors
 */
record CoordinatorState(
        long serverSeq,
        long version,
        Overlay overlay,
        List<Pending> pending,
        SortedMap<Long, Buffered> buffer,
        CoordinatorCounts counts) {

    /** A mutation and the verdict that waits for its delta, if any. */
    record Pending(PendingMutation mutation, @Nullable Verdict verdict) {
        long seq() {
            return mutation.clientSeq();
        }
    }

    /** A verdict that takes effect when the confirmed sequence reaches {@code at}. */
    sealed interface Verdict {
        long at();

        /** Delta {@code at} has the effect. */
        record InDelta(long at) implements Verdict {}

        /** There is no effect. */
        record Empty(long at) implements Verdict {}

        /** Rejected. */
        record Rejected(long at, @Nullable Object error) implements Verdict {}
    }

    /** A delta that waits, with the strategy it came with. */
    record Buffered(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {}

    @Nullable
    Pending find(long clientSeq) {
        for (Pending each : pending) {
            if (each.seq() == clientSeq) {
                return each;
            }
        }
        return null;
    }

    boolean invariantsHold() {
        for (int i = 1; i < pending.size(); i++) {
            if (pending.get(i - 1).seq() >= pending.get(i).seq()) {
                return false;
            }
        }
        return overlay.mutations().equals(pending.stream().map(Pending::seq).toList())
                && (buffer.isEmpty() || buffer.firstKey() > serverSeq);
    }
}
