package io.zenquery.sync;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.overlay.LongMap;
import io.zenquery.sync.overlay.Overlay;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * What a coordinator knows, replaced as a whole by each step.
 *
 * <ul>
 *   <li>{@code pending} is by {@code clientSeq}, and {@code overlay} has the same mutations
 *   <li>{@code due} has just the verdicts of {@code pending}, by when they take effect
 *   <li>{@code buffer} has only deltas above {@code serverSeq}
 * </ul>
 *
 * @param serverSeq the last delta applied
 * @param version of the view
 * @param buffer deltas that came before their predecessors
 * @param awaitsSnapshot whether a snapshot of another log must come first: {@code serverSeq} still counts in the log before
 */
record CoordinatorState(
        long serverSeq,
        long version,
        Overlay overlay,
        LongMap<Pending> pending,
        TreePMap<Due, Verdict> due,
        SortedMap<Long, Buffered> buffer,
        CoordinatorCounts counts,
        boolean awaitsSnapshot) {

    /** A mutation and the verdict that waits for its delta, if any. */
    record Pending(PendingMutation mutation, @Nullable Verdict verdict) {
        long seq() {
            return mutation.clientSeq();
        }
    }

    /** When a verdict takes effect, and on which mutation. */
    record Due(long at, long seq) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = Long.compare(at, other.at);
            return order != 0 ? order : Long.compare(seq, other.seq);
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
                0,
                0,
                Overlay.empty(),
                LongMap.empty(),
                TreePMap.empty(),
                Collections.emptySortedMap(),
                new CoordinatorCounts(0, 0, 0),
                false);
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
        LongMap<Pending> undecided = pending;
        for (Due each : due.keySet()) {
            Pending decided = Objects.requireNonNull(pending.get(each.seq()));
            undecided = undecided.with(each.seq(), new Pending(decided.mutation(), null));
        }
        return new CoordinatorState(
                serverSeq, version, overlay, undecided, TreePMap.empty(), Collections.emptySortedMap(), counts, true);
    }

    private CoordinatorState with(SortedMap<Long, Buffered> deltas, CoordinatorCounts next) {
        return new CoordinatorState(
                serverSeq,
                version,
                overlay,
                pending,
                due,
                Collections.unmodifiableSortedMap(deltas),
                next,
                awaitsSnapshot);
    }

    @Nullable
    Pending find(long clientSeq) {
        return pending.get(clientSeq);
    }

    boolean invariantsHold() {
        long decided = pending.values().stream()
                .filter(each -> each.verdict() != null)
                .peek(each -> {
                    if (!due.containsKey(
                            new Due(Objects.requireNonNull(each.verdict()).at(), each.seq()))) {
                        throw new AssertionError("a verdict that is never due: " + each);
                    }
                })
                .count();
        return overlay.mutations()
                        .equals(pending.values().stream().map(Pending::seq).toList())
                && due.size() == decided
                && (buffer.isEmpty() || buffer.firstKey() > serverSeq);
    }
}
