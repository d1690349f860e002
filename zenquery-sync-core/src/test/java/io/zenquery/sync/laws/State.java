package io.zenquery.sync.laws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Things by identity: where they stand, and what they hold. */
final class State {
    final Map<Object, Slot> places = new HashMap<>();
    final Map<Object, Content> contents = new HashMap<>();

    /** A place in the list; {@code next} are the places between it and the next confirmed element when it came to be. */
    static final class Slot {
        final List<Slot> next;

        Slot(List<Slot> next) {
            this.next = next;
        }
    }

    State copy() {
        State copy = new State();
        copy.places.putAll(places);
        contents.forEach((thing, content) -> copy.contents.put(thing, content.copy()));
        return copy;
    }
}
