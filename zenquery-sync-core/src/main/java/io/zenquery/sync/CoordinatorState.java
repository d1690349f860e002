package io.zenquery.sync;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.overlay.Overlay;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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

    static CoordinatorState empty() {
        return new CoordinatorState(
                0, 0, Overlay.empty(), List.of(), Collections.emptySortedMap(), new CoordinatorCounts(0, 0, 0));
    }

    CoordinatorState withDuplicateDelta() {
        return with(
                buffer, new CoordinatorCounts(counts.duplicateDeltas() + 1, counts.duplicateVerdicts(), counts.gaps()));
    }

    CoordinatorState withDuplicateVerdict() {
        return with(
                buffer, new CoordinatorCounts(counts.duplicateDeltas(), counts.duplicateVerdicts() + 1, counts.gaps()));
    }

    /** Keeps {@code waiting}; beyond {@code bound} deltas, the highest goes: it will be sent again. */
    CoordinatorState withBuffered(Buffered waiting, int bound) {
        TreeMap<Long, Buffered> more = new TreeMap<>(buffer);
        more.put(waiting.message().serverSeq(), waiting);
        if (more.size() > bound) {
            more.pollLastEntry();
        }
        long gaps = counts.gaps() + (buffer.isEmpty() ? 1 : 0);
        return with(more, new CoordinatorCounts(counts.duplicateDeltas(), counts.duplicateVerdicts(), gaps));
    }

    /** The lowest delta that waits; there must be one. */
    Buffered firstBuffered() {
        return Objects.requireNonNull(buffer.get(buffer.firstKey()));
    }

    CoordinatorState withoutFirstBuffered() {
        return with(new TreeMap<>(buffer.tailMap(buffer.firstKey() + 1)), counts);
    }

    CoordinatorState withNewEpoch() {
        List<Pending> undecided =
                pending.stream().map(each -> new Pending(each.mutation(), null)).toList();
        return new CoordinatorState(0, version, overlay, undecided, Collections.emptySortedMap(), counts);
    }

    private CoordinatorState with(SortedMap<Long, Buffered> deltas, CoordinatorCounts next) {
        return new CoordinatorState(
                serverSeq, version, overlay, pending, Collections.unmodifiableSortedMap(deltas), next);
    }

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
