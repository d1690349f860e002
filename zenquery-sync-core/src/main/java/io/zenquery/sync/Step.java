package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Due;
import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.CoordinatorState.Verdict;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.ServerDeltaMessage.Snapshot;
import io.zenquery.sync.conflict.Conflict;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.overlay.CollisionPolicy;
import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Computes the next state of a coordinator from the present one, and what to tell whom. Reads the state layer, changes nothing:
 * a step that fails halfway is simply forgotten.
 */
final class Step extends StepState {
    Step(
            CoordinatorState before,
            @Nullable StateLayer layer,
            BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys) {
        super(before, layer, identityKeys);
    }

    // ------------------------------------------------------------------------------------------- what can happen

    void register(PendingMutation mutation) {
        cause = ViewChange.Cause.MUTATION;
        change(overlay.register(
                mutation.clientSeq(), mutation.optimisticPatches(), mutation.inversePatches(), this::document));
        pending = pending.with(mutation.clientSeq(), new Pending(mutation, null));
    }

    void decide(Pending decided, Verdict verdict) {
        pending = pending.with(decided.seq(), new Pending(decided.mutation(), verdict));
        due = due.plus(new Due(verdict.at(), decided.seq()), verdict);
    }

    void confirm(Pending accepted, @Nullable Long effect) {
        change(overlay.remove(accepted.seq(), this::document));
        leave(accepted, new MutationOutcome.Confirmed(accepted.mutation(), effect));
    }

    void reject(Pending rejected, @Nullable Object error) {
        effects.addRollback(change(overlay.remove(rejected.seq(), this::document)));
        leave(rejected, new MutationOutcome.Rejected(rejected.mutation(), error));
    }

    void withdraw(Pending withdrawn, String code, String reason) {
        effects.addRollback(change(overlay.remove(withdrawn.seq(), this::document)));
        leave(withdrawn, new MutationOutcome.Withdrawn(withdrawn.mutation(), code, reason));
    }

    /**
     * Puts other patches in the place of pending ones: takes out all from the first that changes on, and registers them anew. One that
     * is not in the view has no patches any more after that.
     *
     * @return those that are not in the view, or would not fit with their other patches
     */
    Set<Long> rewrite(UnaryOperator<PendingMutation> rewrite) {
        List<PendingMutation> present = new ArrayList<>();
        List<PendingMutation> rewritten = new ArrayList<>();
        for (Pending each : pending.values()) {
            PendingMutation now = presently(each);
            PendingMutation next = rewrite.apply(now);
            if (!rewritten.isEmpty() || !next.equals(now)) {
                present.add(now);
                rewritten.add(next);
            }
        }
        Collections.reverse(present);
        present.forEach(each -> change(overlay.remove(each.clientSeq(), this::document)));
        Set<Long> lost = new LinkedHashSet<>();
        for (PendingMutation each : rewritten) {
            boolean hidden = !before.overlay().isVisible(each.clientSeq());
            if (hidden || !registers(each)) {
                lost.add(each.clientSeq());
                registers(each.withPatches(Map.of()));
            }
            Verdict verdict = Objects.requireNonNull(find(each.clientSeq())).verdict();
            pending = pending.with(each.clientSeq(), new Pending(each, verdict));
        }
        return lost;
    }

    private boolean registers(PendingMutation mutation) {
        try {
            change(overlay.register(mutation.clientSeq(), mutation.optimisticPatches(), Map.of(), this::document));
            return true;
        } catch (PatchException e) {
            return false;
        }
    }

    private PendingMutation presently(Pending each) {
        return each.mutation().withPatches(overlay.isVisible(each.seq()) ? overlay.patches(each.seq()) : Map.of());
    }

    /** What a {@link CoordinatorCheckpoint} says of the queue. */
    List<PendingMutation> pendingPresently() {
        return pending.values().stream().map(this::presently).toList();
    }

    /** Begins where another coordinator was. */
    void restore(CoordinatorCheckpoint checkpoint, StateLayer documents) {
        Map<AtomKey, List<Patch>> contents = new LinkedHashMap<>();
        documents.confirmed().keySet().forEach(atom -> contents.put(atom, List.of(new Patch.Remove(JsonPointer.ROOT))));
        documents.confirmed().keySet().forEach(atom -> effects.addConfirmed(Map.of(atom, Json.ABSENT)));
        checkpoint
                .confirmed()
                .forEach((atom, document) -> contents.put(atom, List.of(new Patch.Add(JsonPointer.ROOT, document))));
        effects.addConfirmed(checkpoint.confirmed());
        effects.addView(contents);
        effects.addResolved(contents);
        serverSeq = checkpoint.serverSeq();
        checkpoint.pending().forEach(this::register);
        cause = ViewChange.Cause.DELTA;
    }

    /** The next delta: an own one promotes its mutation, another one goes below all of them. */
    void delta(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {
        cause = ViewChange.Cause.DELTA;
        Map<AtomKey, List<Patch>> delta = ((Patches) message.data()).patches();
        Pending mine = ownMutationOf(message);
        if (mine != null) {
            promote(mine, delta, message.serverSeq());
        } else {
            foreign(delta, resolver, message.stamp());
        }
        applied = message.withOrigin(mine == null ? null : mine.seq());
        serverSeq = message.serverSeq();
    }

    private void promote(Pending mine, Map<AtomKey, List<Patch>> effect, long number) {
        change(overlay.promote(mine.seq(), effect, this::document));
        changes.add(new Change(mine.mutation(), effect));
        effects.addResolved(effect);
        leave(mine, new MutationOutcome.Confirmed(mine.mutation(), number));
    }

    /**
     * Own mutations that the snapshot contains are promoted as predicted, the others are carried over the difference. What was
     * decided otherwise goes first, in its turn: the patches of a mutation are against the documents with all earlier ones in.
     */
    void snapshot(ServerDeltaMessage message, Snapshot snapshot, ConflictResolutionStrategy resolver) {
        cause = ViewChange.Cause.DELTA;
        change(overlay.withoutCorrections(this::document));
        List<Long> decided = due.headMap(new Due(message.serverSeq(), Long.MAX_VALUE), true).keySet().stream()
                .map(Due::seq)
                .sorted()
                .toList();
        for (long seq : decided) {
            Pending each = Objects.requireNonNull(find(seq));
            Verdict verdict = Objects.requireNonNull(each.verdict());
            if (verdict instanceof Verdict.InDelta accepted) {
                boolean predicted = layer != null && overlay.isVisible(each.seq());
                promote(each, predicted ? overlay.predicted(each.seq()) : Map.of(), accepted.at());
            } else {
                settle(each, verdict);
            }
        }
        if (awaitsSnapshot) {
            withdrawUndosOfTheLogBefore();
        }
        Map<AtomKey, List<Patch>> difference = new LinkedHashMap<>();
        Set<AtomKey> atoms = new LinkedHashSet<>(snapshot.state().keySet());
        atoms.addAll(
                layer == null ? overlay.patches().keySet() : layer.confirmed().keySet());
        atoms.addAll(
                effects.confirmed().keySet()); // what was promoted above may have made atoms that are gone again by now
        for (AtomKey atom : atoms) {
            List<Patch> patch = difference(atom, snapshot.state().getOrDefault(atom, Json.ABSENT));
            if (!patch.isEmpty()) {
                difference.put(atom, patch);
            }
        }
        foreign(difference, resolver, message.stamp());
        serverSeq = message.serverSeq();
        awaitsSnapshot = false;
    }

    /** Whether this log has what they take back is not known: they could bring back what is there. */
    private void withdrawUndosOfTheLogBefore() {
        for (Pending each : pending.values()) {
            Long undone = each.mutation().undoOf();
            if (undone != null && each.verdict() == null && find(undone) == null) {
                withdraw(
                        each,
                        MutationOutcome.Withdrawn.UNDO_OF_ANOTHER_LOG,
                        "what it was to take back was confirmed by a log that is no more");
            }
        }
    }

    private List<Patch> difference(AtomKey atom, JsonNode now) {
        if (layer == null) {
            return List.of(
                    Json.isAbsent(now) ? new Patch.Remove(JsonPointer.ROOT) : new Patch.Add(JsonPointer.ROOT, now));
        }
        return diff(atom, confirmedAfter(atom, Map.of()), now);
    }

    private void foreign(
            Map<AtomKey, List<Patch>> delta, ConflictResolutionStrategy resolver, @Nullable Instant stamp) {
        Overlay below = overlay;
        Map<AtomKey, List<Patch>> accepted = resolver.resolve(delta, new PendingPatches(below));
        Map<AtomKey, List<Patch>> effective = layer == null ? accepted : delta;
        CollisionPolicy policy =
                collision -> resolver.decide(new Conflict(collision, stamp, stampOf(collision.clientSeq())));
        Map<AtomKey, List<Patch>> corrections = overlay.corrections();
        Map<AtomKey, JsonNode> documentsBefore = new LinkedHashMap<>(effects.confirmed());
        Corrections.Documents documents = (atom, more) -> JsonPatch.apply(
                documentsBefore.getOrDefault(atom, Objects.requireNonNull(layer).confirmed(atom)),
                more.getOrDefault(atom, List.of()));
        change(overlay.apply(effective, policy, this::document));
        changes.add(new Change(null, effective));
        if (layer != null && !accepted.equals(delta)) {
            change(overlay.correct(Corrections.between(delta, accepted, documents), this::document));
        }
        effects.addResolved(Corrections.resolved(delta, accepted, corrections, overlay, documents, this::diff));
    }

    /** Carries out the verdicts whose number has been reached. Between two logs none has: they count in the one to come. */
    void settle() {
        while (!awaitsSnapshot && !due.isEmpty() && due.firstKey().at() <= serverSeq) {
            Due next = due.firstKey();
            settle(Objects.requireNonNull(find(next.seq())), Objects.requireNonNull(due.get(next)));
        }
    }

    private void settle(Pending decided, Verdict verdict) {
        if (verdict instanceof Verdict.Rejected rejected) {
            reject(decided, rejected.error());
        } else {
            confirm(decided, verdict instanceof Verdict.InDelta inDelta ? inDelta.at() : null);
        }
    }

    // ----------------------------------------------------------------------------------------------------- helpers

    private @Nullable Pending ownMutationOf(ServerDeltaMessage message) {
        if (message.origin() != null) {
            return find(message.origin());
        }
        for (Map.Entry<Due, Verdict> each :
                due.tailMap(new Due(message.serverSeq(), 0), true).entrySet()) {
            if (each.getKey().at() > message.serverSeq()) {
                return null;
            }
            if (each.getValue() instanceof Verdict.InDelta) {
                return find(each.getKey().seq());
            }
        }
        return null;
    }
}
