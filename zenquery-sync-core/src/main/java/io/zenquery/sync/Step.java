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
import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonDiff;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * Computes the next state of a coordinator from the present one, and what to tell whom. Reads the state layer, changes nothing:
 * a step that fails halfway is simply forgotten.
 */
final class Step {
    private final CoordinatorState before;
    private final @Nullable StateLayer layer;
    private final BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys;

    private long serverSeq;
    private Overlay overlay;
    private TreePMap<Long, Pending> pending;
    private TreePMap<Due, Verdict> due;
    private final Map<AtomKey, JsonNode> confirmed = new LinkedHashMap<>();
    private final Map<AtomKey, List<Patch>> resolved = new LinkedHashMap<>();
    private final Map<AtomKey, List<Patch>> view = new LinkedHashMap<>();
    private final Set<AtomKey> recompute = new LinkedHashSet<>();
    private final List<Map<AtomKey, List<Patch>>> rollbacks = new ArrayList<>();
    private final List<Resolution> resolutions = new ArrayList<>();
    private final List<MutationOutcome> outcomes = new ArrayList<>();

    Step(
            CoordinatorState before,
            @Nullable StateLayer layer,
            BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys) {
        this.before = before;
        this.layer = layer;
        this.identityKeys = identityKeys;
        this.serverSeq = before.serverSeq();
        this.overlay = before.overlay();
        this.pending = before.pending();
        this.due = before.due();
    }

    // ------------------------------------------------------------------------------------------- what can happen

    void register(PendingMutation mutation) {
        change(overlay.register(
                mutation.clientSeq(), mutation.optimisticPatches(), mutation.inversePatches(), this::document));
        pending = pending.plus(mutation.clientSeq(), new Pending(mutation, null));
    }

    void decide(Pending decided, Verdict verdict) {
        pending = pending.plus(decided.seq(), new Pending(decided.mutation(), verdict));
        due = due.plus(new Due(verdict.at(), decided.seq()), verdict);
    }

    void confirm(Pending accepted, @Nullable Long effect) {
        change(overlay.remove(accepted.seq(), this::document));
        leave(accepted, new MutationOutcome.Confirmed(accepted.mutation(), effect));
    }

    void reject(Pending rejected, @Nullable Object error) {
        rollbacks.add(change(overlay.remove(rejected.seq(), this::document)));
        leave(rejected, new MutationOutcome.Rejected(rejected.mutation(), error));
    }

    void withdraw(Pending withdrawn, String reason) {
        rollbacks.add(change(overlay.remove(withdrawn.seq(), this::document)));
        leave(withdrawn, new MutationOutcome.Withdrawn(withdrawn.mutation(), reason));
    }

    /** The next delta: an own one promotes its mutation, another one goes below all of them. */
    void delta(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {
        Map<AtomKey, List<Patch>> delta = ((Patches) message.data()).patches();
        Pending own = ownMutationOf(message);
        if (own != null) {
            promote(own, delta, message.serverSeq());
        } else {
            foreign(delta, resolver, message.stamp());
        }
        serverSeq = message.serverSeq();
    }

    private void promote(Pending own, Map<AtomKey, List<Patch>> effect, long number) {
        change(overlay.promote(own.seq(), effect, this::document));
        append(resolved, effect);
        leave(own, new MutationOutcome.Confirmed(own.mutation(), number));
    }

    /**
     * Own mutations that the snapshot contains are promoted as predicted, the others are carried over the difference. What was
     * decided otherwise goes first, in its turn: the patches of a mutation are against the documents with all earlier ones in.
     */
    void snapshot(ServerDeltaMessage message, Snapshot snapshot, ConflictResolutionStrategy resolver) {
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
        Map<AtomKey, List<Patch>> difference = new LinkedHashMap<>();
        Set<AtomKey> atoms = new LinkedHashSet<>(snapshot.state().keySet());
        atoms.addAll(
                layer == null ? overlay.patches().keySet() : layer.confirmed().keySet());
        atoms.addAll(confirmed.keySet()); // what was promoted above may have made atoms that are gone again by now
        for (AtomKey atom : atoms) {
            List<Patch> patch = difference(atom, snapshot.state().getOrDefault(atom, Json.ABSENT));
            if (!patch.isEmpty()) {
                difference.put(atom, patch);
            }
        }
        foreign(difference, resolver, message.stamp());
        serverSeq = message.serverSeq();
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
        Map<AtomKey, JsonNode> documentsBefore = new LinkedHashMap<>(confirmed);
        Corrections.Documents documents = (atom, more) -> JsonPatch.apply(
                documentsBefore.getOrDefault(atom, Objects.requireNonNull(layer).confirmed(atom)),
                more.getOrDefault(atom, List.of()));
        change(overlay.apply(effective, policy, this::document));
        if (layer != null && !accepted.equals(delta)) {
            change(overlay.correct(Corrections.between(delta, accepted, documents), this::document));
        }
        append(
                resolved,
                layer == null || (accepted == delta && corrections.isEmpty())
                        ? accepted
                        : Corrections.resolved(delta, accepted, corrections, overlay, documents, this::diff));
    }

    /** Carries out the verdicts whose number has been reached. */
    void settle() {
        while (!due.isEmpty() && due.firstKey().at() <= serverSeq) {
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

    /** The confirmed document with what this step has confirmed so far, and {@code more}. */
    private JsonNode confirmedAfter(AtomKey atom, Map<AtomKey, List<Patch>> more) {
        JsonNode soFar = Objects.requireNonNull(document(atom), "a document that a state layer knows");
        return JsonPatch.apply(soFar, more.getOrDefault(atom, List.of()));
    }

    private List<Patch> diff(AtomKey atom, JsonNode from, JsonNode to) {
        return JsonDiff.between(from, to, path -> identityKeys.apply(atom, path));
    }

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

    private @Nullable Pending find(long seq) {
        return pending.get(seq);
    }

    private @Nullable Instant stampOf(long seq) {
        Pending mutation = find(seq);
        return mutation == null ? null : mutation.mutation().stamp();
    }

    private @Nullable JsonNode document(AtomKey atom) {
        JsonNode changed = confirmed.get(atom);
        return changed != null || layer == null ? changed : layer.confirmed(atom);
    }

    private void leave(Pending mutation, MutationOutcome outcome) {
        Pending left = pending.get(mutation.seq());
        Verdict verdict = left == null ? null : left.verdict();
        pending = pending.minus(mutation.seq());
        if (verdict != null) {
            due = due.minus(new Due(verdict.at(), mutation.seq()));
        }
        outcomes.add(outcome);
    }

    private Map<AtomKey, List<Patch>> change(OverlayChange change) {
        overlay = change.next();
        append(view, change.view());
        recompute.addAll(change.unknown());
        resolutions.addAll(change.resolutions());
        confirmed.putAll(change.confirmed());
        return change.view();
    }

    private static void append(Map<AtomKey, List<Patch>> all, Map<AtomKey, List<Patch>> more) {
        more.forEach((atom, patches) -> {
            if (!patches.isEmpty()) {
                all.computeIfAbsent(atom, key -> new ArrayList<>()).addAll(patches);
            }
        });
    }

    // ------------------------------------------------------------------------------------------------------ result

    CoordinatorState next() {
        return new CoordinatorState(
                serverSeq,
                before.version() + (hasViewChange() ? 1 : 0),
                overlay,
                pending,
                due,
                Collections.unmodifiableSortedMap(new TreeMap<>(before.buffer().tailMap(serverSeq + 1))),
                before.counts());
    }

    private boolean hasViewChange() {
        return !view.isEmpty() || !recompute.isEmpty();
    }

    Optional<ViewChange> viewChange() {
        return hasViewChange()
                ? Optional.of(new ViewChange(
                        before.version() + 1,
                        Collections.unmodifiableMap(view),
                        Collections.unmodifiableSet(recompute)))
                : Optional.empty();
    }

    Map<AtomKey, JsonNode> confirmedDocuments() {
        return Collections.unmodifiableMap(confirmed);
    }

    Map<AtomKey, List<Patch>> viewPatches() {
        return Collections.unmodifiableMap(view);
    }

    Map<AtomKey, List<Patch>> resolvedPatches() {
        return Collections.unmodifiableMap(resolved);
    }

    List<Map<AtomKey, List<Patch>>> rollbacks() {
        return List.copyOf(rollbacks);
    }

    List<Resolution> resolutions() {
        return List.copyOf(resolutions);
    }

    List<MutationOutcome> outcomes() {
        return List.copyOf(outcomes);
    }
}
