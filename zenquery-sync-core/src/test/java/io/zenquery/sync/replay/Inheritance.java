package io.zenquery.sync.replay;

import io.zenquery.sync.replay.PendingEdits.AtomEdit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands the identities that a prediction created on to what the server created instead, so that later pending edits of it
 * still find it.
 */
final class Inheritance {
    /** What the prediction made, by the list, member or element it was made in. */
    private final Map<Object, Deque<Id>> estate = new HashMap<>();

    private record Member(Id object, String name) {}

    private record Content(Id element) {}

    private Inheritance() {}

    static Inheritance from(List<AtomEdit> prediction) {
        Inheritance inheritance = new Inheritance();
        for (AtomEdit each : prediction) {
            if (each.edit() instanceof Edit.Insert insert) {
                if (insert.payload() instanceof Edit.Payload.Remains) {
                    continue; // put back, not made: its identity has a place of its own in the list
                }
                inheritance.leave(insert.list(), insert.id());
            } else if (each.edit() instanceof Edit.SetMember set) {
                inheritance.leave(new Member(set.object(), set.name()), set.id());
            } else if (each.edit() instanceof Edit.SetElement set) {
                inheritance.leave(new Content(set.element()), set.id());
            }
        }
        return inheritance;
    }

    /** {@code effect} under the identity that the prediction had for it, if it had one. */
    Edit adjust(Edit effect) {
        if (effect instanceof Edit.Insert insert) {
            Id heir = inherit(insert.list(), insert.id());
            return new Edit.Insert(insert.list(), insert.anchors(), heir, insert.payload());
        } else if (effect instanceof Edit.SetMember set) {
            Id heir = inherit(new Member(set.object(), set.name()), set.id());
            return new Edit.SetMember(set.object(), set.name(), set.element(), heir, set.payload());
        } else if (effect instanceof Edit.SetElement set) {
            return new Edit.SetElement(set.element(), inherit(new Content(set.element()), set.id()), set.payload());
        }
        return effect;
    }

    private void leave(Object place, Id id) {
        estate.computeIfAbsent(place, key -> new ArrayDeque<>()).add(id);
    }

    private Id inherit(Object place, Id own) {
        Deque<Id> ids = estate.get(place);
        return ids == null || ids.isEmpty() ? own : ids.removeFirst();
    }
}
