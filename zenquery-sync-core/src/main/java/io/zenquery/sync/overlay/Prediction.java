package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executes the edits of one mutation on the base, and compares what they do there with what the server says that they did. */
final class Prediction {
    private final Tree tree;
    private final Promotion promotion;
    private final Map<AtomKey, List<Patch>> effect;
    private final Map<AtomKey, Integer> compared = new HashMap<>();
    private final List<Edit> without = new ArrayList<>();

    Prediction(Tree tree, Base.Listener listener, Map<AtomKey, List<Patch>> effect) {
        this.tree = tree;
        this.promotion = new Promotion(tree, listener);
        this.effect = effect;
    }

    /** Executes the mutation, with what has to be put back for it; false if the server did something else. */
    boolean run(PendingEdits mutation) {
        for (Edit edit : mutation.edits()) {
            Promotion.Done done = promotion.run(edit);
            if (done.patch().isEmpty()) {
                without.add(edit);
            } else if (!(edit instanceof Edit.Check) && !isNext(edit, done)) {
                return false;
            }
        }
        return isAll();
    }

    /** Adding to a list is not replacing in it, although both may name one index and one value. */
    private static boolean isOfOneKind(Edit edit, Patch own, Patch other) {
        return edit instanceof Edit.SetMember || own.path().isRoot() || own.getClass() == other.getClass();
    }

    private boolean isNext(Edit edit, Promotion.Done done) {
        List<Patch> operations = withoutTests(effect.getOrDefault(edit.atom(), List.of()));
        int next = compared.getOrDefault(edit.atom(), 0);
        for (Patch own : done.patch()) {
            if (next >= operations.size()
                    || !isOfOneKind(edit, own, operations.get(next))
                    || !done.isLike(own, operations.get(next++))) {
                return false;
            }
            tree.change(edit.atom(), own);
        }
        compared.put(edit.atom(), next);
        return true;
    }

    /** Whether the server did nothing else. */
    private boolean isAll() {
        for (Map.Entry<AtomKey, List<Patch>> each : effect.entrySet()) {
            if (compared.getOrDefault(each.getKey(), 0)
                    != withoutTests(each.getValue()).size()) {
                return false;
            }
        }
        return true;
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
