package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes the edits of one mutation on the base, and compares what they do there with what the server says that they did. */
final class Prediction {
    private final Tree tree;
    private final Promotion promotion;
    private final @Nullable Settlement settlement;
    private final Map<AtomKey, List<Patch>> effect;
    private final Map<AtomKey, Said> said = new HashMap<>();
    private final List<Edit> left = new ArrayList<>();
    private final List<Edit> without = new ArrayList<>();

    /** What the server says that was done to one document, and how far the edits have done the same. */
    private static final class Said {
        final List<Patch> operations;
        int done;

        Said(@Nullable List<Patch> patch) {
            operations = patch == null ? List.of() : withoutTests(patch);
        }

        @Nullable
        Patch next() {
            return done < operations.size() ? operations.get(done) : null;
        }
    }

    /** @param settlement takes the edits that are simple; null if all are to be executed */
    Prediction(Tree tree, Base.Listener listener, @Nullable Settlement settlement, Map<AtomKey, List<Patch>> effect) {
        this.tree = tree;
        this.promotion = new Promotion(tree, listener);
        this.settlement = settlement;
        this.effect = effect;
    }

    /** Executes the mutation, with what has to be put back for it; false if the server did something else. */
    boolean run(PendingEdits mutation) {
        for (Edit edit : mutation.edits()) {
            Said its = said.computeIfAbsent(edit.atom(), atom -> new Said(effect.get(atom)));
            if (!settles(edit, its) && !executes(edit, its)) {
                return false;
            }
        }
        return isAll();
    }

    private boolean settles(Edit edit, Said its) {
        Patch next = its.next();
        if (settlement == null || next == null || !settlement.run(edit, next)) {
            return false;
        }
        tree.change(edit.atom(), next);
        its.done++;
        return true;
    }

    private boolean executes(Edit edit, Said its) {
        Promotion.Done done = promotion.run(edit);
        left.add(edit);
        if (done.patch().isEmpty()) {
            without.add(edit);
        }
        return edit instanceof Edit.Check || isNext(edit, done, its);
    }

    private boolean isNext(Edit edit, Promotion.Done done, Said its) {
        for (Patch own : done.patch()) {
            Patch next = its.next();
            if (next == null || !isOfOneKind(edit, own, next) || !done.isLike(own, next)) {
                return false;
            }
            tree.change(edit.atom(), own);
            its.done++;
        }
        return true;
    }

    /** Adding to a list is not replacing in it, although both may name one index and one value. */
    private static boolean isOfOneKind(Edit edit, Patch own, Patch other) {
        return edit instanceof Edit.SetMember || own.path().isRoot() || own.getClass() == other.getClass();
    }

    /** Whether the server did nothing else. */
    private boolean isAll() {
        for (Map.Entry<AtomKey, List<Patch>> each : effect.entrySet()) {
            Said its = said.get(each.getKey());
            boolean all = its == null ? withoutTests(each.getValue()).isEmpty() : its.next() == null;
            if (!all) {
                return false;
            }
        }
        return true;
    }

    /** The edits that are left to be taken out of the stacks. */
    List<Edit> left() {
        return left;
    }

    /** The edits that have no effect on the base. */
    List<Edit> without() {
        return without;
    }

    private static List<Patch> withoutTests(List<Patch> patch) {
        for (Patch operation : patch) {
            if (operation instanceof Patch.Test) {
                return patch.stream()
                        .filter(each -> !(each instanceof Patch.Test))
                        .toList();
            }
        }
        return patch;
    }
}
