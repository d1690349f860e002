package io.zenquery.sync.replay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.replay.Container.Members;
import io.zenquery.sync.replay.PendingEdits.AtomEdit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Resolves the operations of one new mutation against the view, and executes them there. */
final class Registration {
    private final long seq;
    private final PendingEdits.Source source;
    private final Tree confirmed;
    private final Tree view;
    private final Map<Id, List<Id>> anchors;
    private final List<AtomEdit> edits = new ArrayList<>();

    /** @param anchors of the pending edits so far; grows with the new ones */
    Registration(long seq, Tree confirmed, Tree view, Map<Id, List<Id>> anchors) {
        this.seq = seq;
        this.source = new PendingEdits.Source(seq);
        this.confirmed = confirmed;
        this.view = view;
        this.anchors = anchors;
    }

    void add(AtomKey atom, List<Patch> operations, List<Patch> inverse) {
        Element root = view.roots.get(atom);
        if (root == null) {
            throw new AssertionError("the atom was not opened");
        }
        List<Patch> undo = inverse.size() == operations.size() ? new ArrayList<>(inverse) : List.of();
        Collections.reverse(undo);
        for (int i = 0; i < operations.size(); i++) {
            Patch operation = operations.get(i);
            try {
                add(atom, root, operation, undo.isEmpty() ? null : undo.get(i));
            } catch (PatchException e) {
                throw new PatchException("operation " + i + " on atom " + atom + ": " + e.getMessage(), e);
            }
        }
    }

    private void add(AtomKey atom, Element root, Patch operation, @Nullable Patch undo) {
        EditResolver resolver = new EditResolver(view, anchors);
        Id id = Id.of(source, edits.size());
        Edit edit = resolver.resolve(root, operation, id);
        if (undo != null && learn(edit, undo)) {
            edit = resolver.resolve(root, operation, id);
        }
        List<Patch> done = new ArrayList<>(2);
        if (new EditRunner(view, done).run(edit) == EditRunner.Outcome.FAILED) {
            throw new PatchException("expected the test \"" + operation.path() + "\" to hold in the view, it does not");
        }
        References.noteAnchors(edit, anchors);
        edits.add(new AtomEdit(atom, edit, List.copyOf(done)));
    }

    PendingEdits finish() {
        return new PendingEdits(seq, List.copyOf(edits), true);
    }

    /** Takes from the inverse what a value that is not known was before; true if that changes what the edit is. */
    private boolean learn(Edit edit, Patch undo) {
        Id target = edit instanceof Edit.SetMember set
                ? set.element()
                : edit instanceof Edit.SetElement set
                        ? set.element()
                        : edit instanceof Edit.Delete delete ? delete.element() : null;
        Element element = target == null ? null : view.element(target);
        if (element == null || !element.isUnknown()) {
            return false;
        }
        JsonNode before = undo instanceof Patch.Add add
                ? add.value()
                : undo instanceof Patch.Replace replace
                        ? replace.value()
                        : undo instanceof Patch.Remove ? Json.ABSENT : null;
        if (before == null) {
            return false;
        }
        learn(view, element.id, before);
        learn(confirmed, element.id, before);
        return Json.isAbsent(before);
    }

    private static void learn(Tree tree, Id id, JsonNode before) {
        Element element = tree.element(id);
        if (element == null || !element.isUnknown()) {
            return;
        }
        if (!Json.isAbsent(before) || element.parent == null) {
            element.value = before;
        } else if (element.parent instanceof Members) {
            tree.detach(element);
            tree.forget(element);
        }
    }
}
