package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.PendingEdits.AtomEdit;
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
    private final Map<Id, Deque<Id>> inserted = new HashMap<>();
    private final Map<Object, Id> written = new HashMap<>();

    private record Member(Id object, String name) {}

    private Inheritance() {}

    static Inheritance from(List<AtomEdit> prediction) {
        Inheritance inheritance = new Inheritance();
        for (AtomEdit each : prediction) {
            if (each.edit() instanceof Edit.Insert insert) {
                inheritance
                        .inserted
                        .computeIfAbsent(insert.list(), list -> new ArrayDeque<>())
                        .add(insert.id());
            } else if (each.edit() instanceof Edit.SetMember set) {
                inheritance.written.put(new Member(set.object(), set.name()), set.id());
            } else if (each.edit() instanceof Edit.SetElement set) {
                inheritance.written.put(set.element(), set.id());
            }
        }
        return inheritance;
    }

    /** {@code effect} under the identity that the prediction had for it, if it had one. */
    Edit adjust(Edit effect) {
        if (effect instanceof Edit.Insert insert) {
            Deque<Id> heirs = inserted.get(insert.list());
            return heirs == null || heirs.isEmpty()
                    ? effect
                    : new Edit.Insert(insert.list(), insert.anchors(), heirs.removeFirst(), insert.payload());
        } else if (effect instanceof Edit.SetMember set) {
            Id heir = written.remove(new Member(set.object(), set.name()));
            return heir == null
                    ? effect
                    : new Edit.SetMember(set.object(), set.name(), set.element(), heir, set.payload());
        } else if (effect instanceof Edit.SetElement set) {
            Id heir = written.remove(set.element());
            return heir == null ? effect : new Edit.SetElement(set.element(), heir, set.payload());
        }
        return effect;
    }
}
