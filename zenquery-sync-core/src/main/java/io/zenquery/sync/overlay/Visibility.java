package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes mutations without tests out of the view of an {@link Overlay} and puts them back, at their places in the queue: what undo and
 * redo are made of. The edits stay noted with what they touch while they are out of the view, so that they follow it.
 */
public final class Visibility {

    private Visibility() {}

    /** Takes a mutation out of the view: what it did is undone, what came later on the same places stays. */
    public static OverlayChange hide(Overlay overlay, long seq, Function<AtomKey, @Nullable JsonNode> documents) {
        Transition transition = overlay.transition(documents, Cause.verdict());
        transition.rework.takeOut(overlay.mutation(seq).in(false));
        return transition.finish();
    }

    /** Puts a mutation into the view that {@link #hide} took out: it does again what it did, below what came later. */
    public static OverlayChange show(Overlay overlay, long seq, Function<AtomKey, @Nullable JsonNode> documents) {
        Transition transition = overlay.transition(documents, Cause.verdict());
        transition.rework.bringBack(overlay.mutation(seq));
        return transition.finish();
    }

    /**
     * Whether something that came later, and is in the view, stands in what would go if the mutation changed sides: in what it made or
     * wrote if it is in the view, in what it removes or overwrites if it is not.
     */
    public static boolean isBuiltOn(Overlay overlay, long seq, Function<AtomKey, @Nullable JsonNode> documents) {
        PendingEdits mutation = overlay.mutation(seq);
        Tree tree = new Tree(overlay.forest(), documents);
        boolean[] found = new boolean[1];
        for (Edit edit : mutation.edits()) {
            Dependants later = new Dependants(tree, dependant -> {
                PendingEdits other = overlay.queue().get(dependant.seq());
                found[0] |= other != null && other.seq() > seq && other.visible();
            });
            Dependants movers = new Dependants(tree, dependant -> {
                if (dependant instanceof Edit.Move) {
                    later.sink().accept(dependant);
                }
            });
            if (mutation.visible()) {
                goes(edit, tree, later, movers);
            } else {
                covers(edit, tree, later, movers);
            }
        }
        return found[0];
    }

    private static void goes(Edit edit, Tree tree, Dependants later, Dependants movers) {
        Content made = edit.content();
        if (made != null) {
            later.enqueueInside(made.id(), edit.time(), true, new LongSet());
        }
        if (edit instanceof Edit.Insert) {
            later.enqueueAbout(tree.place(edit.element()), edit.time(), true, new LongSet());
        } else if (edit instanceof Edit.SetMember set
                && Writes.present(edit, tree).steps().containsKey(set.made())) {
            movers.enqueueAbout(tree.place(set.made()), edit.time(), true, new LongSet());
        }
    }

    private static void covers(Edit edit, Tree tree, Dependants later, Dependants movers) {
        if (edit instanceof Edit.Insert || edit instanceof Edit.Move) {
            return;
        }
        Place place = tree.resolved(tree.place(edit.element()), edit.time());
        Content covered = place.content(edit.time());
        if (covered != null) {
            later.enqueueInside(covered.id(), edit.time(), true, new LongSet());
        }
        if (edit instanceof Edit.Delete delete) { // who writes a member means it by its name, and makes it anew
            Dependants losing = delete.member() == null ? later : movers;
            losing.enqueueAbout(place, edit.time(), true, new LongSet());
        }
    }
}
