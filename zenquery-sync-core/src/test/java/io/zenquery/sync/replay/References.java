package io.zenquery.sync.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an edit refers to. */
final class References {

    private References() {}

    static Stream<@Nullable Id> of(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return Stream.of(insert.list());
        } else if (edit instanceof Edit.SetMember set) {
            return Stream.of(set.object(), set.element());
        } else if (edit instanceof Edit.SetElement set) {
            return Stream.of(set.element());
        } else if (edit instanceof Edit.Delete delete) {
            return Stream.of(delete.element());
        } else if (edit instanceof Edit.Move move) {
            return Stream.of(move.element(), move.into());
        } else if (edit instanceof Edit.Check check) {
            return Stream.of(check.element());
        }
        throw new AssertionError(edit);
    }

    /** The element that {@code edit} is about; null if it makes it. */
    static @Nullable Id element(Edit edit) {
        if (edit instanceof Edit.SetMember set) {
            return set.element();
        } else if (edit instanceof Edit.SetElement set) {
            return set.element();
        } else if (edit instanceof Edit.Delete delete) {
            return delete.element();
        }
        return edit instanceof Edit.Move move
                ? move.element()
                : edit instanceof Edit.Check check ? check.element() : null;
    }

    /** The content that {@code edit} puts something into; null if none. */
    static @Nullable Id content(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return insert.list();
        } else if (edit instanceof Edit.SetMember set) {
            return set.object();
        }
        return edit instanceof Edit.Move move
                ? move.into()
                : edit instanceof Edit.Delete delete ? delete.object() : null;
    }

    /** The identity of what {@code edit} brings in anew. */
    static Optional<Id> made(Edit edit) {
        if (payload(edit) instanceof Edit.Payload.Remains) {
            return Optional.empty();
        } else if (edit instanceof Edit.Insert insert) {
            return Optional.of(insert.id().origin());
        } else if (edit instanceof Edit.SetMember set) {
            return Optional.of(set.id().origin());
        } else if (edit instanceof Edit.SetElement set) {
            return Optional.of(set.id().origin());
        }
        return Optional.empty();
    }

    /** What {@code edit} brings in; null for nothing. */
    static Edit.@Nullable Payload payload(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return insert.payload();
        } else if (edit instanceof Edit.SetMember set) {
            return set.payload();
        }
        return edit instanceof Edit.SetElement set ? set.payload() : null;
    }

    /** Where a slot that {@code edit} makes goes: before the first of these that is there. */
    static List<Id> anchors(Edit edit) {
        return edit instanceof Edit.Insert insert
                ? insert.anchors()
                : edit instanceof Edit.Move move ? move.anchors() : List.of();
    }

    /** Notes the slot that {@code edit} makes, if any, with its anchors. */
    static void noteAnchors(Edit edit, Map<Id, List<Id>> anchors) {
        if (edit instanceof Edit.Insert insert) {
            anchors.put(insert.id(), insert.anchors());
        } else if (edit instanceof Edit.Move move && move.name() == null) {
            anchors.put(move.id(), move.anchors());
        }
    }
}
