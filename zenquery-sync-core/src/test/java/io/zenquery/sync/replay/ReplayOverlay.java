package io.zenquery.sync.replay;

import io.zenquery.sync.overlay.CollisionPolicy;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.replay.PendingEdits.AtomEdit;
import io.zenquery.sync.replay.Replay.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The pending edits over the confirmed documents. Immutable to its users: each transition returns another overlay.
 *
 * <p>Law: the view is a function of the confirmed documents and the pending mutations in their order. So a rejection leaves
 * the view as if the mutation had never been there, and deltas, promotions and removals that do not name each other commute.
 *
 * <p>This engine executes the whole queue at each transition. It costs what the queue and the touched lists hold.
 *
 * <p>Not thread-safe, although immutable: what a tree has expanded so far is a cache. One lock guards it, its owner's.
 *
 *
 */
final class ReplayOverlay {
    private final Tree confirmed;
    private final Tree view;
    private final List<PendingEdits> queue;
    private final long changes;

    private ReplayOverlay(Tree confirmed, Tree view, List<PendingEdits> queue, long changes) {
        this.confirmed = confirmed;
        this.view = view;
        this.queue = queue;
        this.changes = changes;
    }

    /** Nothing pending. */
    public static ReplayOverlay empty() {
        return new ReplayOverlay(new Tree(), new Tree(), List.of(), 0);
    }

    /**
     * Appends a mutation.
     *
     * @param seq names the mutation; not in the queue yet
     * @param patches its operations per atom, each list against the present view
     * @param inverse what undoes them, in the form that {@code JsonPatch.invert} gives; consulted for values that are not known
     *     otherwise; may be empty
     * @param documents the confirmed document of an atom: {@link Json#ABSENT} for none, null if it is not known here
     * @throws PatchException if an operation does not fit the view; nothing is changed
     */
    public ReplayChange register(
            long seq,
            Map<AtomKey, List<Patch>> patches,
            Map<AtomKey, List<Patch>> inverse,
            Function<AtomKey, @Nullable JsonNode> documents) {
        Tree base = confirmed.copy();
        Tree next = view.copy();
        for (AtomKey atom : patches.keySet()) {
            if (!base.roots.containsKey(atom)) {
                JsonNode document = documents.apply(atom);
                base.addRoot(atom, document);
                next.addRoot(atom, document);
            }
        }
        Registration registration = new Registration(seq, base, next, anchors());
        patches.forEach(
                (atom, operations) -> registration.add(atom, operations, inverse.getOrDefault(atom, List.of())));
        PendingEdits mutation = registration.finish();
        List<PendingEdits> longer = new ArrayList<>(queue);
        longer.add(mutation);
        ReplayOverlay overlay = new ReplayOverlay(base, next, List.copyOf(longer), changes);
        return new ReplayChange(overlay, mutation.patches(), Set.of(), List.of());
    }

    /**
     * Carries the pending mutations over a change of the confirmed documents that none of them brought about.
     *
     * @param delta the change, per atom, against the confirmed documents
     * @param policy decides what becomes of edits that the change collides with
     * @throws PatchException if the change does not fit the confirmed documents; nothing is changed
     */
    public ReplayChange apply(Map<AtomKey, List<Patch>> delta, CollisionPolicy policy) {
        Tree base = confirmed.copy();
        Touched touched = new Touched();
        List<AtomEdit> edits = change().execute(base, delta, edit -> {
            touched.note(edit, base);
            return edit;
        });
        return edits.isEmpty()
                ? untouched(delta)
                : replay(base, queue, Cause.delta(policy, touched, confirmed), delta, changes + 1);
    }

    /**
     * Moves a mutation from the queue to the confirmed documents.
     *
     * @param effect what the server made of it, per atom, against the confirmed documents. Where that is what was predicted, the
     *     identities that the mutation created stay. Where it is not, the mutation is undone and the effect takes its place;
     *     the n-th insert into a list then inherits the identity of the mutation's n-th insert there, and a value written at the
     *     same place that of the value predicted, so that later edits in them find them
     * @throws PatchException if the effect does not fit the confirmed documents; nothing is changed
     */
    public ReplayChange promote(long seq, Map<AtomKey, List<Patch>> effect) {
        PendingEdits mutation = mutation(seq);
        Tree base = confirmed.copy();
        List<AtomEdit> predicted = new ArrayList<>();
        boolean asPredicted = ConfirmedChange.executeAll(base, mutation.edits(), predicted)
                && ConfirmedChange.operations(predicted)
                        .equals(ConfirmedChange.operations(change().execute(confirmed.copy(), effect, edit -> edit)));
        if (!asPredicted) {
            base = confirmed.copy();
            change().execute(base, effect, Inheritance.from(mutation.edits())::adjust);
        }
        return replay(base, without(seq), Cause.verdict(), effect, changes + 1);
    }

    /**
     * Puts a correction between the confirmed documents and the pending mutations: a lasting difference that an application's own
     * strategy made. Later changes of the server pass below it, and where they overwrite it, it goes.
     *
     * @param patches per atom, against the confirmed documents with all earlier corrections in them
     * @param documents as for {@link #register}
     * @throws PatchException if an operation does not fit; nothing is changed
     */
    public ReplayChange correct(Map<AtomKey, List<Patch>> patches, Function<AtomKey, @Nullable JsonNode> documents) {
        List<PendingEdits> corrections =
                queue.stream().filter(PendingEdits::isCorrection).toList();
        Tree base = confirmed.copy();
        ReplayOverlay opened = new ReplayOverlay(base, view.copy(), queue, changes);
        for (AtomKey atom : patches.keySet()) {
            if (!base.roots.containsKey(atom)) {
                JsonNode document = documents.apply(atom);
                base.addRoot(atom, document);
                opened.view.addRoot(atom, document);
            }
        }
        Tree corrected = Replay.run(base, corrections, Cause.verdict()).view();
        Registration registration = new Registration(-1 - changes, base, corrected, anchors());
        patches.forEach((atom, operations) -> registration.add(atom, operations, List.of()));
        List<PendingEdits> longer = new ArrayList<>(corrections);
        longer.add(registration.finish());
        longer.addAll(queue.subList(corrections.size(), queue.size()));
        return opened.replay(base, longer, Cause.verdict(), Map.of(), changes + 1);
    }

    /** Drops all corrections. */
    public ReplayChange withoutCorrections() {
        List<PendingEdits> rest =
                queue.stream().filter(each -> !each.isCorrection()).toList();
        return rest.size() == queue.size()
                ? untouched(Map.of())
                : replay(confirmed.copy(), rest, Cause.verdict(), Map.of(), changes);
    }

    /** The corrections as they stand now, per atom, against the confirmed documents. */
    public Map<AtomKey, List<Patch>> corrections() {
        return patches(PendingEdits::isCorrection);
    }

    /** Takes a mutation, which left no trace in the confirmed documents, out of the queue. */
    public ReplayChange remove(long seq) {
        mutation(seq);
        return replay(confirmed.copy(), without(seq), Cause.verdict(), Map.of(), changes);
    }

    /**
     * The operations of a mutation as they stand now, per atom, against the confirmed documents with all earlier pending
     * mutations in them.
     */
    public Map<AtomKey, List<Patch>> patches(long seq) {
        return mutation(seq).patches();
    }

    /** The pending mutations, in order. */
    public List<Long> mutations() {
        return queue.stream()
                .filter(each -> !each.isCorrection())
                .map(PendingEdits::seq)
                .toList();
    }

    /** Whether a mutation is in the view: not hidden by a strategy, and all its tests pass. */
    public boolean isVisible(long seq) {
        return mutation(seq).visible();
    }

    /**
     * The operations of all visible mutations, in order, per atom: they take the confirmed documents, with the corrections, to the
     * view.
     */
    public Map<AtomKey, List<Patch>> patches() {
        return patches(mutation -> !mutation.isCorrection());
    }

    private Map<AtomKey, List<Patch>> patches(Predicate<PendingEdits> which) {
        Map<AtomKey, List<Patch>> all = new LinkedHashMap<>();
        for (PendingEdits mutation : queue) {
            if (mutation.visible() && which.test(mutation)) {
                mutation.patches()
                        .forEach((atom, patch) -> all.computeIfAbsent(atom, key -> new ArrayList<>())
                                .addAll(patch));
            }
        }
        return all;
    }

    private ReplayChange untouched(Map<AtomKey, List<Patch>> delta) {
        return new ReplayChange(this, delta, Set.of(), List.of());
    }

    private ReplayChange replay(
            Tree base, List<PendingEdits> rest, Cause cause, Map<AtomKey, List<Patch>> delta, long count) {
        Replay.Result result = Replay.run(base, rest, cause);
        TreeDiff.Result diff = TreeDiff.between(view, result.view());
        assert diff.leadsFrom(view, result.view());
        Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>(diff.patches());
        delta.forEach((atom, patch) -> {
            if (!confirmed.roots.containsKey(atom)) {
                patches.put(atom, patch);
            }
        });
        ReplayOverlay next = result.queue().isEmpty()
                ? empty()
                : new ReplayOverlay(base, result.view(), result.queue(), count).trimmed();
        return new ReplayChange(next, Collections.unmodifiableMap(patches), diff.unknown(), result.resolutions());
    }

    /** Without the empty slots that no pending edit is placed by, and the atoms that none is in. */
    private ReplayOverlay trimmed() {
        Set<Id> needed = new HashSet<>();
        Set<AtomKey> atoms = new LinkedHashSet<>();
        for (PendingEdits mutation : queue) {
            for (AtomEdit each : mutation.edits()) {
                atoms.add(each.atom());
                needed.addAll(References.anchors(each.edit()));
            }
        }
        confirmed.retain(atoms);
        view.retain(atoms);
        Set<Id> dropped = new HashSet<>();
        confirmed.dropEmptySlots(slot -> !needed.contains(slot) && dropped.add(slot));
        view.dropEmptySlots(dropped::contains);
        return this;
    }

    private ConfirmedChange change() {
        return new ConfirmedChange(changes);
    }

    /** For each slot that a pending edit makes, the places to put it at. */
    private Map<Id, List<Id>> anchors() {
        Map<Id, List<Id>> anchors = new LinkedHashMap<>();
        for (PendingEdits mutation : queue) {
            for (AtomEdit each : mutation.edits()) {
                References.noteAnchors(each.edit(), anchors);
            }
        }
        return anchors;
    }

    private PendingEdits mutation(long seq) {
        return queue.stream()
                .filter(mutation -> mutation.seq() == seq)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a pending mutation, got number " + seq));
    }

    private List<PendingEdits> without(long seq) {
        return queue.stream().filter(mutation -> mutation.seq() != seq).toList();
    }
}
