package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The pending edits over the confirmed documents, which it does not hold. Immutable: each transition returns another overlay.
 *
 * <p>Law: the view is a function of the confirmed documents and the pending mutations in their order. So a rejection leaves
 * the view as if the mutation had never been there, and deltas, promotions and removals that do not name each other commute.
 *
 * <p>For each element that a pending edit touches there is a stack: at the bottom where it is and what it holds in the confirmed
 * document, above that what each edit makes of it, in queue order. For each list with pending edits there is a {@link Skeleton}. A delta
 * rewrites bottoms, a rejection takes entries out, an acknowledgement turns entries into bottoms. Each costs what it touches times the
 * logarithm of what is pending, whatever the length of the queue.
 *
 * <p>In each transition {@code documents} gives the confirmed document of an atom before it: {@link Json#ABSENT} for none, null if it is
 * not known here. An atom is known or unknown as long as something is pending in it.
 */
public final class Overlay {
    private static final Overlay EMPTY = new Overlay(Forest.EMPTY, LongMap.empty());

    /** Corrections are numbered from here on upwards, and stay below zero. */
    private static final long FIRST_CORRECTION = -Times.MOST_SEQ;

    private final Forest forest;
    private final LongMap<PendingEdits> queue;
    private volatile @Nullable Prefix prefix;

    Overlay(Forest forest, LongMap<PendingEdits> queue) {
        this.forest = forest;
        this.queue = queue;
    }

    /** Nothing pending. */
    public static Overlay empty() {
        return EMPTY;
    }

    // -------------------------------------------------------------------------------------------------- transitions

    /**
     * Appends a mutation.
     *
     * @param seq names the mutation; above all in the queue
     * @param patches its operations per atom, each list against the present view
     * @param inverse what undoes them, in the form that {@code JsonPatch.invert} gives; consulted for values that are not known
     *     otherwise; may be empty
     * @throws PatchException if an operation does not fit the view; nothing is changed
     */
    public OverlayChange register(
            long seq,
            Map<AtomKey, List<Patch>> patches,
            Map<AtomKey, List<Patch>> inverse,
            Function<AtomKey, @Nullable JsonNode> documents) {
        return register(seq, patches, inverse, documents, Times.VIEW);
    }

    private OverlayChange register(
            long seq,
            Map<AtomKey, List<Patch>> patches,
            Map<AtomKey, List<Patch>> inverse,
            Function<AtomKey, @Nullable JsonNode> documents,
            long when) {
        Transition transition = transition(documents, Cause.verdict());
        transition.register(seq, patches, inverse, when);
        return transition.finish();
    }

    /**
     * Carries the pending mutations over a change of the confirmed documents that none of them brought about.
     *
     * @param delta the change, per atom, against the confirmed documents
     * @param policy decides what becomes of edits that the change collides with
     * @throws PatchException if the change does not fit the confirmed documents; nothing is changed
     */
    public OverlayChange apply(
            Map<AtomKey, List<Patch>> delta, CollisionPolicy policy, Function<AtomKey, @Nullable JsonNode> documents) {
        Transition transition = transition(documents, Cause.delta(policy));
        change(transition, Heirs.NONE, delta);
        return transition.finish();
    }

    private static void change(Transition transition, Heirs heirs, Map<AtomKey, List<Patch>> delta) {
        Base base = new Base(transition.tree, transition.rework);
        new BaseChange(transition.tree, base, transition.rework, transition.reveal, transition.emission, heirs)
                .run(delta);
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
    public OverlayChange promote(
            long seq, Map<AtomKey, List<Patch>> effect, Function<AtomKey, @Nullable JsonNode> documents) {
        PendingEdits mutation = mutation(seq);
        OverlayChange asPredicted = promoteAsPredicted(mutation, effect, documents, true);
        assert Likeness.is(asPredicted, promoteAsPredicted(mutation, effect, documents, false));
        if (asPredicted != null) {
            return asPredicted;
        }
        Cause cause = Cause.verdict();
        Transition transition = transition(documents, cause);
        change(transition, Heirs.of(mutation.edits()), effect);
        cause.met.clear(); // the mutation's own effect collides with nothing
        transition.rework.remove(mutation);
        return transition.finish();
    }

    /**
     * The change if the mutation, executed on the confirmed documents, is just what the effect says; else null.
     *
     * @param settling whether to take the short way where there is one; the outcome is the same
     */
    private @Nullable OverlayChange promoteAsPredicted(
            PendingEdits mutation,
            Map<AtomKey, List<Patch>> effect,
            Function<AtomKey, @Nullable JsonNode> documents,
            boolean settling) {
        Transition transition = transition(documents, Cause.asPredicted());
        Settlement settlement = settling ? new Settlement(transition.tree) : null;
        Prediction prediction = new Prediction(transition.tree, transition.rework, settlement, effect);
        if (!prediction.run(mutation)) {
            return null;
        }
        transition.rework.retire(mutation, prediction.left(), prediction.without());
        return transition.finish();
    }

    /**
     * Puts a correction between the confirmed documents and the pending mutations: a lasting difference that an application's own
     * strategy made. Later changes of the server pass below it, and where they overwrite it, it goes. Costs what is pending.
     *
     * @param patches per atom, against the confirmed documents with all earlier corrections in them
     * @throws PatchException if an operation does not fit; nothing is changed
     */
    public OverlayChange correct(Map<AtomKey, List<Patch>> patches, Function<AtomKey, @Nullable JsonNode> documents) {
        List<PendingEdits> present = pendingCorrections();
        long seq = present.isEmpty()
                ? FIRST_CORRECTION
                : present.get(present.size() - 1).seq() + 1;
        return register(seq, patches, Map.of(), documents, Times.of(seq + 1, 0) - Times.SPACING);
    }

    /** Drops all corrections. */
    public OverlayChange withoutCorrections(Function<AtomKey, @Nullable JsonNode> documents) {
        Transition transition = transition(documents, Cause.verdict());
        pendingCorrections().forEach(transition.rework::remove);
        return transition.finish();
    }

    private List<PendingEdits> pendingCorrections() {
        List<PendingEdits> corrections = new ArrayList<>();
        PendingEdits next = queue.ceiling(FIRST_CORRECTION);
        while (next != null && next.isCorrection()) {
            corrections.add(next);
            next = queue.ceiling(next.seq() + 1);
        }
        return corrections;
    }

    /** Takes a mutation, which left no trace in the confirmed documents, out of the queue. */
    public OverlayChange remove(long seq, Function<AtomKey, @Nullable JsonNode> documents) {
        PendingEdits mutation = mutation(seq);
        Transition transition = transition(documents, Cause.verdict());
        transition.rework.remove(mutation);
        return transition.finish();
    }

    Transition transition(Function<AtomKey, @Nullable JsonNode> documents, Cause cause) {
        return new Transition(forest, queue, documents, cause);
    }

    // --------------------------------------------------------------------------------------------------------- read

    /** The corrections as they stand now, per atom, against the confirmed documents. */
    public Map<AtomKey, List<Patch>> corrections() {
        return pendingCorrections().isEmpty() ? Map.of() : prefix().corrections();
    }

    /**
     * The operations of a mutation as they stand now, per atom, against the confirmed documents with all earlier pending
     * mutations in them; none of one that is not visible. Costs what is pending before it, once for all calls to one overlay.
     */
    public Map<AtomKey, List<Patch>> patches(long seq) {
        mutation(seq);
        return prefix().patches(seq);
    }

    /**
     * The operations that a mutation comes to on the confirmed documents alone, whatever is pending before it: its effect, if the
     * server takes it as it was meant. Without its tests, which have none.
     */
    public Map<AtomKey, List<Patch>> predicted(long seq) {
        Map<AtomKey, List<Patch>> effect = new LinkedHashMap<>();
        new Prefix(forest, LongMap.<PendingEdits>empty().with(seq, mutation(seq)))
                .patches(seq)
                .forEach((atom, patches) -> effect.put(
                        atom,
                        patches.stream()
                                .filter(patch -> !(patch instanceof Patch.Test))
                                .toList()));
        return effect;
    }

    /**
     * The operations of all visible mutations, in order, per atom: they take the confirmed documents, with the corrections, to the
     * view. Costs what is pending, once for all calls to one overlay.
     */
    public Map<AtomKey, List<Patch>> patches() {
        return prefix().patches();
    }

    private Prefix prefix() {
        Prefix present = prefix;
        if (present == null) {
            prefix = present = new Prefix(forest, queue);
        }
        return present;
    }

    /** The pending mutations, in order. */
    public List<Long> mutations() {
        List<Long> mutations = new ArrayList<>();
        queue.forEach(each -> {
            if (!each.isCorrection()) {
                mutations.add(each.seq());
            }
        });
        return Collections.unmodifiableList(mutations);
    }

    /** Whether a mutation of that number is pending. */
    public boolean isPending(long seq) {
        return queue.get(seq) != null;
    }

    /** Whether a mutation is in the view: not hidden by a strategy, and all its tests pass. */
    public boolean isVisible(long seq) {
        return mutation(seq).visible();
    }

    /** Whether a strategy took a mutation out of the view. */
    public boolean isHidden(long seq) {
        return mutation(seq).hidden();
    }

    LongMap<PendingEdits> queue() {
        return queue;
    }

    PendingEdits mutation(long seq) {
        PendingEdits mutation = queue.get(seq);
        if (mutation == null || seq < 0) {
            throw new IllegalArgumentException("expected a pending mutation, got number " + seq);
        }
        return mutation;
    }

    static JsonNode value(Content content) {
        return Objects.requireNonNullElse(content.value(), Json.ABSENT);
    }

    Forest forest() {
        return forest;
    }

    /** All of it as one value, which equals that of another overlay where nothing could tell them apart. */
    Object contents() {
        return List.of(Likeness.contents(forest), queue.values());
    }

    /** Says how much is tracked: nothing, when nothing is pending. */
    @Override
    public String toString() {
        return "Overlay[" + queue.size() + " pending, " + forest.places().size() + " elements, "
                + forest.insides().size() + " contents, " + forest.elsewhere().size() + " elsewhere]";
    }
}
