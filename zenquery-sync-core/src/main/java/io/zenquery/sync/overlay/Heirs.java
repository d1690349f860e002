package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the identities that a prediction made on to what the server made instead, so that later pending edits of it still find it:
 * the n-th insert into a list to the n-th insert there, what is written to a member or an element to what is written there.
 */
final class Heirs {

    /** Nobody inherits. */
    static final Heirs NONE = new Heirs();

    private final Map<Object, Deque<Edit>> estate = new HashMap<>();

    private record InList(long list) {}

    private record InMember(long object, String name) {}

    private record InElement(long element) {}

    static Heirs of(List<Edit> prediction) {
        Heirs heirs = new Heirs();
        for (Edit edit : prediction) {
            if (edit instanceof Edit.Insert insert) {
                heirs.leave(new InList(insert.list()), edit);
            } else if (edit instanceof Edit.SetMember set) {
                heirs.leave(new InMember(set.object(), set.name()), edit);
            } else if (edit instanceof Edit.SetElement) {
                heirs.leave(new InElement(edit.element()), edit);
            }
        }
        return heirs;
    }

    private void leave(Object place, Edit edit) {
        estate.computeIfAbsent(place, key -> new ArrayDeque<>()).add(edit);
    }

    @Nullable
    Edit insert(long list) {
        return next(new InList(list));
    }

    Edit.@Nullable SetMember member(Members object, String name) {
        return (Edit.SetMember) next(new InMember(object.id(), name));
    }

    @Nullable
    Edit element(Place place) {
        return next(new InElement(place.id()));
    }

    private @Nullable Edit next(Object place) {
        Deque<Edit> edits = estate.get(place);
        return edits == null ? null : edits.poll();
    }
}
