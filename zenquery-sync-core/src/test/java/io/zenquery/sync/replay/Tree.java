package io.zenquery.sync.replay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.replay.Container.Members;
import io.zenquery.sync.replay.Container.Slot;
import io.zenquery.sync.replay.Container.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The documents that pending edits touch, expanded as far as they touch them. A working copy: {@link ReplayOverlay} changes copies
 * and publishes them whole; after that only {@link #expand} is ever called on it, which does not change what the tree says.
 *
 *
 */
final class Tree {
    final Map<AtomKey, Element> roots = new LinkedHashMap<>();
    private final Map<Id, Element> byId = new HashMap<>();
    private final Map<Id, Element> byContent = new HashMap<>();

    Tree copy() {
        Tree copy = new Tree();
        roots.forEach((atom, root) -> copy.roots.put(atom, copy.adopt(root)));
        return copy;
    }

    /** Brings in an atom; {@code document} null if it is not known, {@link Json#ABSENT} if there is none. */
    void addRoot(AtomKey atom, @Nullable JsonNode document) {
        Id id = rootId(atom);
        Element root = new Element(id, id, document);
        index(root);
        roots.put(atom, root);
    }

    /** Drops all other atoms. */
    void retain(Set<AtomKey> atoms) {
        for (Map.Entry<AtomKey, Element> root : List.copyOf(roots.entrySet())) {
            if (!atoms.contains(root.getKey())) {
                roots.remove(root.getKey());
                forget(root.getValue());
            }
        }
    }

    /** Drops the empty slots that {@code unneeded} says. */
    void dropEmptySlots(Predicate<Id> unneeded) {
        roots.values().forEach(root -> dropEmptySlots(root, unneeded));
    }

    private static void dropEmptySlots(Element element, Predicate<Id> unneeded) {
        if (element.container instanceof Slots list) {
            list.slots.removeIf(slot -> slot.element == null && unneeded.test(slot.id));
        }
        children(element).forEach(child -> dropEmptySlots(child, unneeded));
    }

    static Id rootId(Object atom) {
        return Id.of(atom, 0);
    }

    /** The element of that identity, wherever it is now; null if it is gone. */
    @Nullable
    Element element(Id id) {
        Element element = byId.get(id);
        if (element == null && id.parent() != null) {
            Container container = content(id.parent(), id.key());
            if (container != null) {
                materialize(container, id.key());
                element = byId.get(id);
            }
        }
        return element;
    }

    /** The container whose content has that identity; null if it is gone. {@code hint} as for {@link #expand}. */
    @Nullable
    Container content(Id id, Object hint) {
        Element owner = byContent.get(id);
        if (owner == null && id.parent() != null && element(id) != null) {
            owner = byContent.get(id);
        }
        return owner == null ? null : expand(owner, hint);
    }

    /**
     * The content of {@code element} as a container; null for a scalar or an absent root.
     *
     * @param hint a key that is about to be looked up in it: tells what an unknown value is, where digits mean an index
     */
    @Nullable
    Container expand(Element element, Object hint) {
        if (element.container != null) {
            return element.container;
        }
        JsonNode value = element.value;
        if (value == null) {
            boolean list = hint instanceof Integer || hint.equals("-") || JsonPointer.arrayIndex(hint.toString()) >= 0;
            element.container = list ? new Slots(element, true) : new Members(element, true);
        } else if (value.isObject()) {
            Members members = new Members(element, false);
            value.properties()
                    .forEach(member -> attach(
                            members,
                            member.getKey(),
                            newChild(element.contentId.child(member.getKey()), member.getValue())));
            element.container = members;
        } else if (value.isArray()) {
            Slots list = new Slots(element, false);
            for (JsonNode each : value.values()) {
                Id id = element.contentId.child(list.slots.size());
                attach(list, new Slot(id, null), list.slots.size(), newChild(id, each));
            }
            element.container = list;
        } else {
            return null;
        }
        element.value = null;
        return element.container;
    }

    /** Makes sure that {@code key}, if it belongs to the unknown part of an open container, exists there. */
    void materialize(Container container, Object key) {
        if (!container.open) {
            return;
        }
        if (container instanceof Members members && key instanceof String name) {
            if (members.made.add(name) && !members.byName.containsKey(name)) {
                attach(members, name, newChild(members.id().child(name), null));
            }
        } else if (container instanceof Slots list && key instanceof Integer index) {
            while (list.made <= index) {
                Id id = list.id().child(list.made++);
                attach(list, new Slot(id, null), list.slots.size(), newChild(id, null));
            }
        }
    }

    /** Gives {@code element} other content; what was in it is gone. */
    void setContent(Element element, Id contentId, @Nullable JsonNode value) {
        forgetContent(element);
        element.contentId = contentId;
        element.container = null;
        element.value = value;
        byContent.put(contentId, element);
    }

    /** Gives {@code element} the content, with all identities, that {@code source}, an element of another tree, has. */
    void setContentOf(Element element, Element source) {
        setContent(element, source.contentId, source.value);
        adoptContent(element, source);
    }

    void attach(Members members, String name, Element element) {
        Element replaced = members.byName.put(name, element);
        if (replaced != null && replaced != element) {
            forget(replaced);
        }
        element.parent = members;
        element.name = name;
    }

    void attach(Slots list, Slot slot, int position, Element element) {
        list.slots.add(position, slot);
        attach(list, slot, element);
    }

    /** Puts {@code element} into a slot that {@code list} has. */
    void attach(Slots list, Slot slot, Element element) {
        slot.element = element;
        element.parent = list;
        element.name = null;
    }

    /** Takes {@code element} out of its container; a list keeps the empty slot. It stays known by its identity. */
    void detach(Element element) {
        Container parent = Objects.requireNonNull(element.parent, "a root can't be detached");
        if (parent instanceof Members members) {
            members.byName.remove(element.name);
        } else if (parent instanceof Slots list) {
            list.slotOf(element).element = null;
        }
        element.parent = null;
    }

    /** From now on {@code other} leads to {@code element} too. */
    void alias(Element element, Id other) {
        if (!other.equals(element.id)) {
            element.aliases.add(other);
            byId.put(other, element);
        }
    }

    void index(Element element) {
        byId.put(element.id, element);
        element.aliases.forEach(alias -> byId.put(alias, element));
        byContent.put(element.contentId, element);
    }

    /** Forgets {@code element} and all in it: their identities lead nowhere from now on. */
    void forget(Element element) {
        byId.remove(element.id, element);
        element.aliases.forEach(alias -> byId.remove(alias, element));
        forgetContent(element);
    }

    private void forgetContent(Element element) {
        byContent.remove(element.contentId, element);
        children(element).forEach(this::forget);
    }

    static List<Element> children(Element element) {
        if (element.container instanceof Members members) {
            return new ArrayList<>(members.byName.values());
        }
        return element.container instanceof Slots list ? list.present() : List.of();
    }

    /** Where {@code element} is now. */
    static JsonPointer pointerTo(Element element) {
        Container parent = element.parent;
        if (parent == null) {
            return JsonPointer.ROOT;
        }
        JsonPointer outer = pointerTo(parent.owner);
        return parent instanceof Slots list
                ? outer.child(list.indexOf(list.slotOf(element)))
                : outer.child(Objects.requireNonNull(element.name));
    }

    private Element newChild(Id id, @Nullable JsonNode value) {
        Element child = new Element(id, id, value);
        index(child);
        return child;
    }

    /** A copy of {@code source} and all in it, indexed here, not attached. */
    Element adopt(Element source) {
        Element copy = new Element(source.id, source.contentId, source.value);
        copy.aliases.addAll(source.aliases);
        index(copy);
        adoptContent(copy, source);
        return copy;
    }

    private void adoptContent(Element copy, Element source) {
        if (source.container instanceof Members members) {
            Members into = new Members(copy, members.open);
            into.made.addAll(members.made);
            members.byName.forEach((name, child) -> attach(into, name, adopt(child)));
            copy.container = into;
        } else if (source.container instanceof Slots list) {
            Slots into = new Slots(copy, list.open);
            into.made = list.made;
            for (Slot slot : list.slots) {
                if (slot.element == null) {
                    into.slots.add(new Slot(slot.id, null));
                } else {
                    attach(into, new Slot(slot.id, null), into.slots.size(), adopt(slot.element));
                }
            }
            copy.container = into;
        }
    }
}
