package io.zenquery.sync.replay;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.replay.Container.Members;
import io.zenquery.sync.replay.Container.Slots;
import io.zenquery.sync.replay.Edit.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns patch operations into {@link Edit}s against one tree. Refuses, with a {@link PatchException}, what does not fit it.
 *
 * @param tree where the paths are looked up
 * @param anchors for each slot that a pending edit made, where that slot was put: anchors of last resort
 */
record EditResolver(Tree tree, Map<Id, List<Id>> anchors) {

    /** @param id what the operation creates, if anything, will be known as */
    Edit resolve(Element root, Patch operation, Id id) {
        if (operation instanceof Patch.Add add) {
            return add(root, add.path(), new Payload.Value(add.value()), id);
        } else if (operation instanceof Patch.Replace replace) {
            return put(find(root, replace.path()), new Payload.Value(replace.value()), id);
        } else if (operation instanceof Patch.Remove remove) {
            Element element = find(root, remove.path());
            return element.parent instanceof Members members
                    ? new Edit.Delete(
                            element.id,
                            members.id(),
                            Objects.requireNonNull(element.name),
                            List.copyOf(element.aliases))
                    : new Edit.Delete(element.id, null, "", List.of());
        } else if (operation instanceof Patch.Move move) {
            return move(root, move, id);
        } else if (operation instanceof Patch.Copy copy) {
            return add(root, copy.path(), new Payload.Value(known(find(root, copy.from()), copy.from())), id);
        } else if (operation instanceof Patch.Test test) {
            return new Edit.Check(find(root, test.path()).id, test.value());
        }
        throw new AssertionError(operation);
    }

    private Edit add(Element root, JsonPointer path, Payload payload, Id id) {
        if (path.isRoot()) {
            return put(root, payload, id);
        }
        String token = path.last();
        Container container = container(root, path.parent(), token);
        if (container instanceof Slots list) {
            return new Edit.Insert(list.id(), anchorsAt(list, gap(list, token, path)), id, payload);
        }
        Members members = (Members) container;
        tree.materialize(members, token);
        Element present = members.byName.get(token);
        return new Edit.SetMember(members.id(), token, present == null ? null : present.id, id, payload);
    }

    private static Edit put(Element element, Payload payload, Id id) {
        return element.parent instanceof Members members
                ? new Edit.SetMember(members.id(), Objects.requireNonNull(element.name), element.id, id, payload)
                : new Edit.SetElement(element.id, id, payload);
    }

    private Edit move(Element root, Patch.Move move, Id id) {
        Element element = find(root, move.from());
        if (move.from().isProperPrefixOf(move.path())) {
            throw new PatchException("expected a target outside \"" + move.from() + "\", got \"" + move.path()
                    + "\": a value can't be moved into itself (RFC 6902, section 4.4)");
        }
        if (move.path().isRoot()) {
            return put(root, new Payload.Value(known(element, move.from())), id);
        }
        // The target is read after the removal (RFC 6902, section 4.4), so the element steps aside while it is
        // resolved.
        Aside aside = Aside.take(tree, element);
        try {
            String token = move.path().last();
            Container container = container(root, move.path().parent(), token);
            return container instanceof Slots list
                    ? new Edit.Move(element.id, list.id(), null, anchorsAt(list, gap(list, token, move.path())), id)
                    : new Edit.Move(element.id, container.id(), token, List.of(), id);
        } finally {
            aside.putBack();
        }
    }

    /** An element taken out of its container for a moment. */
    private record Aside(Element element, Container parent, Container.@Nullable Slot slot) {

        static Aside take(Tree tree, Element element) {
            Container parent = element.parent;
            if (parent == null) {
                throw new PatchException("expected a member or an element to move, got the whole document");
            }
            Container.Slot slot = parent instanceof Slots list ? list.slotOf(element) : null;
            tree.detach(element);
            return new Aside(element, parent, slot);
        }

        void putBack() {
            if (slot != null) {
                slot.element = element;
            } else if (parent instanceof Members members) {
                members.byName.put(Objects.requireNonNull(element.name), element);
            }
            element.parent = parent;
        }
    }

    Element find(Element root, JsonPointer path) {
        if (root.isAbsent()) {
            throw new PatchException("\"" + path + "\": expected a document, found none");
        }
        Element element = root;
        for (String token : path.tokens()) {
            Container container = tree.expand(element, token);
            Element child = null;
            if (container instanceof Members members) {
                tree.materialize(members, token);
                child = members.byName.get(token);
            } else if (container instanceof Slots list) {
                int index = JsonPointer.arrayIndex(token);
                child = index < 0 ? null : at(list, index);
            }
            if (child == null) {
                throw new PatchException(
                        "\"" + path + "\": expected a value, found none at \"" + token + "\" of " + describe(element));
            }
            element = child;
        }
        return element;
    }

    private Container container(Element root, JsonPointer path, String token) {
        Element owner = find(root, path);
        Container container = tree.expand(owner, token);
        if (container == null) {
            throw new PatchException("\"" + path + "\": expected an object or array that can hold \"" + token
                    + "\", found " + describe(owner));
        }
        return container;
    }

    private @Nullable Element at(Slots list, int index) {
        while (list.open && list.present().size() <= index) {
            tree.materialize(list, list.made);
        }
        List<Element> present = list.present();
        return index < present.size() ? present.get(index) : null;
    }

    /** The number of present elements in front of where {@code token} says to insert. */
    private int gap(Slots list, String token, JsonPointer path) {
        if (token.equals("-")) {
            return Integer.MAX_VALUE;
        }
        int index = JsonPointer.arrayIndex(token);
        if (index >= 0 && list.open) {
            at(list, index);
        }
        int size = list.present().size();
        if (index < 0 || index > size) {
            throw new PatchException(
                    "\"" + path + "\": expected - or an array index up to " + size + ", got \"" + token + "\"");
        }
        return index;
    }

    /** Directly after its left neighbour: before whatever slot stands there now, empty ones included. */
    private List<Id> anchorsAt(Slots list, int gap) {
        int position = list.positionAfter(Math.min(gap, list.present().size()));
        if ((gap == Integer.MAX_VALUE && list.open) || position == list.slots.size()) {
            return List.of();
        }
        List<Id> chain = new ArrayList<>();
        for (Container.Slot slot : list.slots.subList(position, list.slots.size())) {
            chain.add(slot.id);
        }
        return chain;
    }

    private static JsonNode known(Element element, JsonPointer path) {
        JsonNode value = element.render();
        if (value == null) {
            throw new PatchException(
                    "\"" + path + "\": expected a known value to copy; without a state layer none is known."
                            + " Use add with the value instead");
        }
        return value;
    }

    private static String describe(Element element) {
        JsonNode value = element.render();
        return value == null ? "an unknown value" : Json.describe(value);
    }
}
