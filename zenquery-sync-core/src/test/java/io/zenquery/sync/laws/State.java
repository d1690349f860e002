package io.zenquery.sync.laws;

import java.util.HashMap;
import java.util.Map;

/** Things by identity: where they stand, and what they hold. */
final class State {
    final Map<Object, Slot> places = new HashMap<>();
    final Map<Object, Content> contents = new HashMap<>();

    /** A place in the list. */
    static final class Slot {}

    State copy() {
        State copy = new State();
        copy.places.putAll(places);
        contents.forEach((thing, content) -> copy.contents.put(thing, content.copy()));
        return copy;
    }
}
