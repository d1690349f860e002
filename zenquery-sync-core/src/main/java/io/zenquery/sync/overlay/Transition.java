package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tools of one transition from an {@link Overlay} to the next, all at work on one tree. */
final class Transition {
    final Tree tree;
    final Emission emission;
    final Reveal reveal;
    final Rework rework;
    private final PendingQueue queue;
    private final Forest forest;
    private final Function<AtomKey, @Nullable JsonNode> documents;
    private @Nullable Tree before;

    Transition(
            Forest forest, LongMap<PendingEdits> queue, Function<AtomKey, @Nullable JsonNode> documents, Cause cause) {
        this.forest = forest;
        this.documents = documents;
        this.tree = new Tree(forest, documents);
        this.emission = new Emission(atom -> documents.apply(atom) != null);
        this.reveal = new Reveal(tree, emission);
        this.queue = new PendingQueue(queue);
        this.rework = new Rework(tree, this::before, this.queue, cause, reveal, this::inViewBefore);
    }

    /** Makes edits of the operations of a new mutation, or {@code when} not the view, of a correction. */
    void register(long seq, Map<AtomKey, List<Patch>> patches, Map<AtomKey, List<Patch>> inverse, long when) {
        Registration registration = new Registration(tree, seq, when);
        List<Edit> edits = new ArrayList<>();
        patches.forEach((atom, operations) -> {
            List<Patch> undo = inverse.getOrDefault(atom, List.of());
            for (int i = 0; i < operations.size(); i++) {
                Patch operation = operations.get(i);
                Patch back = undo.size() == operations.size() ? undo.get(undo.size() - 1 - i) : null;
                try {
                    Edit edit = registration.edit(atom, operation, back);
                    edits.add(edit);
                    add(edit, operation, when);
                } catch (PatchException e) {
                    throw new PatchException("operation " + i + " on atom " + atom + ": " + e.getMessage(), e);
                }
            }
        });
        rework.add(PendingEdits.of(seq, edits));
    }

    /** The next operation is read on the view that this one leaves. */
    private void add(Edit edit, Patch operation, long when) {
        rework.add(edit, when != Times.VIEW);
        if (edit instanceof Edit.Check check && !Writes.holds(check, tree)) {
            throw new PatchException("expected the test \"" + operation.path() + "\" to hold in the view, it does not");
        }
        if (when == Times.VIEW) {
            reveal.run(rework.changed());
        }
    }

    /** Executes what has to be executed again, and brings the view into line. */
    void settle() {
        rework.run();
        reveal.run(rework.changed());
        rework.changed().clear();
    }

    OverlayChange finish() {
        settle();
        assert leadsThere();
        new Prune(tree).run();
        return new OverlayChange(
                new Overlay(tree.forest(), queue.mutations()),
                emission.patches(),
                emission.unknown(),
                rework.resolutions(),
                tree.changedDocuments());
    }

    /** Whether what was emitted takes what the view showed exactly to what it shows now, where that is known. */
    private boolean leadsThere() {
        for (AtomKey atom : tree.atoms()) {
            JsonNode from = view(before(), atom);
            JsonNode to = view(tree, atom);
            if (from != null && to != null && !emission.unknown().contains(atom)) {
                JsonNode reached = JsonPatch.apply(from, emission.patches().getOrDefault(atom, List.of()));
                if (!Emission.sameValue(reached, to)) {
                    throw new AssertionError("the view " + from + " is led to " + reached + ", not to " + to + ", by "
                            + emission.patches());
                }
            }
        }
        return true;
    }

    private Tree before() {
        Tree known = before;
        if (known == null) {
            before = known = new Tree(forest, documents);
        }
        return known;
    }

    private static @Nullable JsonNode view(Tree tree, AtomKey atom) {
        Place root = tree.root(atom);
        return root == null ? tree.document(atom) : tree.render(root, Times.VIEW);
    }

    /** What an edit was, or would have been, as an operation on the view before. */
    private Patch inViewBefore(Edit edit) {
        Place place = before().find(edit.element());
        JsonPointer path = place == null ? JsonPointer.ROOT : path(place);
        if (edit instanceof Edit.Insert insert) {
            return new Patch.Add(path(place, Writes.slot(edit), path), Overlay.value(insert.content()));
        } else if (edit instanceof Edit.SetMember set) {
            return new Patch.Replace(path(place, null, path), Overlay.value(set.content()));
        } else if (edit instanceof Edit.SetElement set) {
            return new Patch.Replace(path, Overlay.value(set.content()));
        } else if (edit instanceof Edit.Delete) {
            return new Patch.Remove(path);
        } else if (edit instanceof Edit.Move move) {
            return new Patch.Move(path, path(place, move.to(), path));
        } else if (edit instanceof Edit.Check check) {
            return new Patch.Test(path, check.value());
        }
        return new Patch.Add(path, Overlay.value(((Edit.Restore) edit).content()));
    }

    private JsonPointer path(@Nullable Place place, @Nullable Spot spot, JsonPointer otherwise) {
        if (place == null || spot == null || !before().isAlive(spot.container(), Times.VIEW)) {
            return otherwise;
        }
        return before().path(place.withView(spot, place.shown()), Times.VIEW);
    }

    /** Where the view shows the element, or where it would be without what took it away. */
    private JsonPointer path(Place place) {
        Spot spot = place.at();
        for (int i = place.steps().length - 1; spot == null && i >= 0; i--) {
            Spot to = place.steps()[i].to();
            spot = to.isPlace() ? to : null;
        }
        spot = spot == null ? place.home() : spot;
        if (spot == null || (spot.container() != 0 && !before().isAlive(spot.container(), Times.VIEW))) {
            return JsonPointer.ROOT;
        }
        return before().path(place.withView(spot, place.shown()), Times.VIEW);
    }
}
