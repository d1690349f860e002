package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Due;
import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.CoordinatorState.Verdict;
import io.zenquery.sync.overlay.LongMap;
import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonDiff;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/** The coordinator's state while a step is computed from it. */
abstract class StepState {
    final CoordinatorState before;
    final @Nullable StateLayer layer;
    final StepEffects effects = new StepEffects();
    private final BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys;

    long serverSeq;
    boolean awaitsSnapshot;
    Overlay overlay;
    LongMap<Pending> pending;
    TreePMap<Due, Verdict> due;

    ViewChange.Cause cause = ViewChange.Cause.ROLLBACK;

    /** How the confirmed documents change, in this order. */
    final List<Change> changes = new ArrayList<>();

    /**
     * A change of the confirmed documents.
     *
     * @param own the mutation that brought it about; null for somebody else's
     */
    record Change(@Nullable PendingMutation own, Map<AtomKey, List<Patch>> patches) {}

    @Nullable
    ServerDeltaMessage applied;

    StepState(
            CoordinatorState before,
            @Nullable StateLayer layer,
            BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys) {
        this.before = before;
        this.layer = layer;
        this.identityKeys = identityKeys;
        this.serverSeq = before.serverSeq();
        this.awaitsSnapshot = before.awaitsSnapshot();
        this.overlay = before.overlay();
        this.pending = before.pending();
        this.due = before.due();
    }

    // ----------------------------------------------------------------------------------------------------- helpers

    /** The confirmed document with what this step has confirmed so far, and {@code more}. */
    JsonNode confirmedAfter(AtomKey atom, Map<AtomKey, List<Patch>> more) {
        JsonNode soFar = Objects.requireNonNull(document(atom), "a document that a state layer knows");
        return JsonPatch.apply(soFar, more.getOrDefault(atom, List.of()));
    }

    List<Patch> diff(AtomKey atom, JsonNode from, JsonNode to) {
        return JsonDiff.between(from, to, path -> identityKeys.apply(atom, path));
    }

    @Nullable
    Pending find(long seq) {
        return pending.get(seq);
    }

    @Nullable
    Instant stampOf(long seq) {
        Pending mutation = find(seq);
        return mutation == null ? null : mutation.mutation().stamp();
    }

    @Nullable
    JsonNode document(AtomKey atom) {
        JsonNode changed = effects.confirmed(atom);
        return changed != null || layer == null ? changed : layer.confirmed(atom);
    }

    void leave(Pending mutation, MutationOutcome outcome) {
        Pending left = pending.get(mutation.seq());
        Verdict verdict = left == null ? null : left.verdict();
        pending = pending.without(mutation.seq());
        if (verdict != null) {
            due = due.minus(new Due(verdict.at(), mutation.seq()));
        }
        effects.addOutcome(outcome);
    }

    Map<AtomKey, List<Patch>> change(OverlayChange change) {
        overlay = change.next();
        effects.add(change);
        return change.view();
    }

    // ------------------------------------------------------------------------------------------------------ result

    StepEffects effects() {
        return effects;
    }

    /** The delta that this step applies, with the mutation that it ends; null if it applies none, or a snapshot. */
    @Nullable
    ServerDeltaMessage applied() {
        return applied;
    }

    CoordinatorState next() {
        return new CoordinatorState(
                serverSeq,
                version(),
                overlay,
                pending,
                due,
                before.buffer().isEmpty()
                        ? before.buffer()
                        : Collections.unmodifiableSortedMap(
                                new TreeMap<>(before.buffer().tailMap(serverSeq + 1))),
                before.counts(),
                awaitsSnapshot);
    }

    Optional<ViewChange> viewChange() {
        return effects.viewChange(version(), cause);
    }

    private long version() {
        return before.version() + (effects.changesView() ? 1 : 0);
    }
}
