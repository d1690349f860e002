package io.zenquery.sync.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An expanded object or list. */
abstract sealed class Container {

    /** The element whose content this is. */
    final Element owner;

    /** Whether the document behind it is not known: members and elements then come into being when they are asked for. */
    final boolean open;

    private Container(Element owner, boolean open) {
        this.owner = owner;
        this.open = open;
    }

    Id id() {
        return owner.contentId;
    }

    /** An object: present members by name. */
    static final class Members extends Container {
        final Map<String, Element> byName = new LinkedHashMap<>();

        /** Names that an open object may have begun with and that have been made; a later removal does not bring them back. */
        final Set<String> made = new HashSet<>();

        Members(Element owner, boolean open) {
            super(owner, open);
        }
    }

    /** A list: slots in order. */
    static final class Slots extends Container {
        final List<Slot> slots = new ArrayList<>();

        /** How many of the elements that an open list began with have been made. */
        int made;

        Slots(Element owner, boolean open) {
            super(owner, open);
        }

        /** The present elements, in order. */
        List<Element> present() {
            List<Element> present = new ArrayList<>(slots.size());
            for (Slot slot : slots) {
                if (slot.element != null) {
                    present.add(slot.element);
                }
            }
            return present;
        }

        /** The number of present elements in front of {@code slot}. */
        int indexOf(Slot slot) {
            int index = 0;
            for (Slot each : slots) {
                if (each == slot) {
                    return index;
                }
                if (each.element != null) {
                    index++;
                }
            }
            throw new AssertionError("a slot of another list");
        }

        Slot slotOf(Element element) {
            for (Slot slot : slots) {
                if (slot.element == element) {
                    return slot;
                }
            }
            throw new AssertionError("an element of another list");
        }

        /** The position in {@link #slots} directly after the {@code index}-th present element, counted from 1; 0 for none. */
        int positionAfter(int index) {
            int seen = 0;
            for (int position = 0; position < slots.size(); position++) {
                if (seen == index) {
                    return position;
                }
                if (slots.get(position).element != null) {
                    seen++;
                }
            }
            return slots.size();
        }

        /** The slot of that identity, if it is there and empty. */
        @Nullable
        Slot emptySlot(Id id) {
            for (Slot slot : slots) {
                if (slot.element == null && slot.id.equals(id)) {
                    return slot;
                }
            }
            return null;
        }

        /** The position of the first of {@code anchors} that is in this list, else the end. */
        int positionBefore(List<Id> anchors) {
            for (Id anchor : anchors) {
                for (int position = 0; position < slots.size(); position++) {
                    if (slots.get(position).id.equals(anchor)) {
                        return position;
                    }
                }
            }
            return slots.size();
        }
    }

    /** A position in a list. It outlives its element: what was inserted beside a removed or moved element still finds its place. */
    static final class Slot {
        final Id id;

        @Nullable
        Element element;

        Slot(Id id, @Nullable Element element) {
            this.id = id;
            this.element = element;
        }
    }
}
