package io.zenquery.sync.replay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.replay.PendingEdits.AtomEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A change of the confirmed documents: what it creates belongs to it.
 *
 * @param number how many there were before
 */
record ConfirmedChange(long number) {

    /** Executes {@code delta}, as far as it is in atoms that the tree has, on {@code tree}. */
    List<AtomEdit> execute(Tree tree, Map<AtomKey, List<Patch>> delta, UnaryOperator<Edit> adjustment) {
        EditResolver resolver = new EditResolver(tree, Map.of());
        List<AtomEdit> edits = new ArrayList<>();
        delta.forEach((atom, operations) -> {
            Element root = tree.roots.get(atom);
            if (root == null) {
                return;
            }
            for (Patch operation : operations) {
                Id id = Id.of(this, edits.size());
                Edit edit = adjustment.apply(resolver.resolve(root, operation, id));
                List<Patch> done = new ArrayList<>(2);
                if (new EditRunner(tree, done).run(edit) != EditRunner.Outcome.DONE) {
                    throw new PatchException("expected a change that fits the confirmed document, got " + operation);
                }
                edits.add(new AtomEdit(atom, edit, List.copyOf(done)));
            }
        });
        return edits;
    }

    static boolean executeAll(Tree tree, List<AtomEdit> edits, List<AtomEdit> executed) {
        for (AtomEdit each : edits) {
            List<Patch> done = new ArrayList<>(2);
            if (each.active() && new EditRunner(tree, done).run(each.edit()) != EditRunner.Outcome.DONE) {
                return false;
            }
            if (each.active()) {
                executed.add(new AtomEdit(each.atom(), each.edit(), List.copyOf(done)));
            }
        }
        return true;
    }

    /** The operations per atom, without tests, which have no effect. */
    static Map<AtomKey, List<Patch>> operations(List<AtomEdit> edits) {
        Map<AtomKey, List<Patch>> operations = new LinkedHashMap<>();
        for (AtomEdit each : edits) {
            if (!(each.edit() instanceof Edit.Check)) {
                operations
                        .computeIfAbsent(each.atom(), atom -> new ArrayList<>())
                        .addAll(each.patch());
            }
        }
        return operations;
    }
}
