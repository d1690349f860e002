package io.zenquery.sync.replay;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.replay.Container.Members;
import io.zenquery.sync.replay.Container.Slot;
import io.zenquery.sync.replay.Container.Slots;
import io.zenquery.sync.replay.Edit.Payload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Executes {@link Edit}s on a tree and says, as a patch operation, what each did there.
 *
 * @param tree the tree to change
 * @param done receives the operations
 */
record EditRunner(Tree tree, List<Patch> done) {

    /** How an execution went; without {@link #DONE} the tree is as before. */
    enum Outcome {
        DONE,
        /** What the edit refers to is not in the tree, or a move would put an element into itself. */
        GONE,
        /** A {@link Edit.Check} found another value. */
        FAILED
    }

    Outcome run(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return insert(insert);
        } else if (edit instanceof Edit.SetMember set) {
            return setMember(set);
        } else if (edit instanceof Edit.SetElement set) {
            return set(tree.element(set.element()), set.id(), set.payload());
        } else if (edit instanceof Edit.Delete delete) {
            return delete(delete);
        } else if (edit instanceof Edit.Move move) {
            return move(move);
        } else if (edit instanceof Edit.Check check) {
            return check(check);
        }
        throw new AssertionError(edit);
    }

    private Outcome insert(Edit.Insert insert) {
        if (!(tree.content(insert.list(), 0) instanceof Slots list)) {
            return Outcome.GONE;
        }
        Element element = create(insert.id(), insert.payload());
        int position = list.positionBefore(insert.anchors());
        Slot own = list.emptySlot(insert.id());
        if (own != null) { // what a server change removed comes back to where it was
            tree.attach(list, own, element);
        } else {
            tree.attach(list, new Slot(insert.id(), null), position, element);
        }
        JsonPointer path = Tree.pointerTo(element);
        boolean beyondKnown = list.open && own == null && position == list.slots.size() - 1;
        added(beyondKnown ? Tree.pointerTo(list.owner).child("-") : path, element);
        return Outcome.DONE;
    }

    private Outcome setMember(Edit.SetMember set) {
        Element followed = set.element() == null ? null : tree.element(set.element());
        if (followed != null) {
            tree.alias(followed, set.id());
            return set(followed, set.id(), set.payload());
        }
        if (!(tree.content(set.object(), set.name()) instanceof Members members)) {
            return Outcome.GONE;
        }
        Element present = members.byName.get(set.name());
        if (present != null) {
            set(present, set.id(), set.payload());
        } else {
            present = create(set.id(), set.payload());
            tree.attach(members, set.name(), present);
            added(Tree.pointerTo(present), present);
        }
        // Later edits mean the member that this one wrote, whether it made it or found it.
        tree.alias(present, set.id());
        if (set.element() != null) {
            tree.alias(present, set.element());
        }
        return Outcome.DONE;
    }

    private Outcome set(@Nullable Element element, Id contentId, Payload payload) {
        if (element == null) {
            return Outcome.GONE;
        }
        boolean created = element.isAbsent();
        if (payload instanceof Payload.Value plain) {
            tree.setContent(element, contentId, plain.value());
        } else if (payload instanceof Payload.Remains remains) {
            tree.setContentOf(element, remains.element());
        }
        JsonPointer path = Tree.pointerTo(element);
        if (created) {
            added(path, element);
        } else {
            done.add(new Patch.Replace(path, value(element)));
        }
        return Outcome.DONE;
    }

    private Outcome delete(Edit.Delete delete) {
        Element element = tree.element(delete.element());
        for (Id other : delete.also()) {
            element = element == null ? tree.element(other) : element;
        }
        if (element == null || element.isAbsent()) {
            return Outcome.GONE;
        }
        done.add(new Patch.Remove(Tree.pointerTo(element)));
        if (element.parent == null) {
            tree.setContent(element, element.id, Json.ABSENT);
        } else {
            tree.detach(element);
            tree.forget(element);
        }
        return Outcome.DONE;
    }

    private Outcome move(Edit.Move move) {
        Element element = tree.element(move.element());
        Container into = tree.content(move.into(), move.name() == null ? 0 : move.name());
        if (element == null || into == null || element.parent == null || isWithin(into, element)) {
            return Outcome.GONE;
        }
        JsonPointer from = Tree.pointerTo(element);
        int lastIndex = element.parent instanceof Slots list ? list.present().size() - 1 : 0;
        tree.detach(element);
        if (into instanceof Slots list) {
            tree.attach(list, new Slot(move.id(), null), list.positionBefore(move.anchors()), element);
        } else if (into instanceof Members members) {
            tree.attach(members, Objects.requireNonNull(move.name()), element);
        }
        JsonPointer path = Tree.pointerTo(element);
        if (from.isProperPrefixOf(path)) {
            // The removal shifted the target's list so that the target seems to lie in the source, which RFC 6902,
            // section 4.4,
            // refuses. By way of the end of the list the source has an index of its own.
            JsonPointer end = from.parent().child(lastIndex);
            done.add(new Patch.Move(from, end));
            done.add(new Patch.Move(end, path));
        } else {
            done.add(new Patch.Move(from, path));
        }
        return Outcome.DONE;
    }

    /** Whether it is a move that would put an element into itself. */
    static boolean isCycle(Edit edit, Tree tree) {
        if (!(edit instanceof Edit.Move move)) {
            return false;
        }
        Element element = tree.element(move.element());
        Container into = tree.content(move.into(), move.name() == null ? 0 : move.name());
        return element != null && into != null && isWithin(into, element);
    }

    static boolean isWithin(Container container, Element element) {
        for (Container up = container; up != null; up = up.owner.parent) {
            if (up.owner == element) {
                return true;
            }
        }
        return false;
    }

    private Outcome check(Edit.Check check) {
        Element element = tree.element(check.element());
        if (element == null || element.isAbsent()) {
            return Outcome.FAILED;
        }
        JsonNode value = element.render();
        done.add(new Patch.Test(Tree.pointerTo(element), check.value()));
        return value == null || Json.sameValue(value, check.value()) ? Outcome.DONE : Outcome.FAILED;
    }

    private Element create(Id id, Payload payload) {
        if (payload instanceof Payload.Remains remains) {
            return tree.adopt(remains.element());
        }
        Element element = new Element(id, id, ((Payload.Value) payload).value());
        tree.index(element);
        return element;
    }

    private void added(JsonPointer path, Element element) {
        done.add(new Patch.Add(path, value(element)));
    }

    private static JsonNode value(Element element) {
        return Objects.requireNonNull(element.render(), "what an edit brings in is known");
    }
}
