package io.zenquery.sync.replay;

import io.zenquery.sync.replay.Container.Members;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places that a change of the server touched: what pending edits can collide with. */
final class Touched {
    private final Set<Id> written = new HashSet<>();
    private final Set<Id> moved = new HashSet<>();
    private final Set<Id> around = new HashSet<>();
    private final Set<Member> members = new HashSet<>();

    private record Member(Id object, String name) {}

    /** Notes {@code edit}, which is about to be executed on {@code tree}. */
    void note(Edit edit, Tree tree) {
        if (edit instanceof Edit.Insert insert) {
            inside(tree.content(insert.list(), 0));
        } else if (edit instanceof Edit.SetMember set) {
            members.add(new Member(set.object(), set.name()));
            written(set.element() == null ? null : tree.element(set.element()));
            inside(tree.content(set.object(), set.name()));
        } else if (edit instanceof Edit.SetElement set) {
            written(tree.element(set.element()));
        } else if (edit instanceof Edit.Delete delete) {
            Element element = tree.element(delete.element());
            written(element);
            if (element != null && element.parent instanceof Members object && element.name != null) {
                members.add(new Member(object.id(), element.name));
            }
        } else if (edit instanceof Edit.Move move) {
            Element element = tree.element(move.element());
            moved.add(move.element());
            inside(element == null ? null : element.parent);
            Container into = tree.content(move.into(), move.name() == null ? 0 : move.name());
            inside(into);
            if (into instanceof Members object && move.name() != null) {
                members.add(new Member(object.id(), move.name()));
                written(object.byName.get(move.name()));
            }
        }
    }

    private void written(@Nullable Element element) {
        if (element != null) {
            written.add(element.id);
            inside(element.parent);
        }
    }

    private void inside(@Nullable Container container) {
        for (Container up = container; up != null; up = up.owner.parent) {
            around.add(up.owner.id);
        }
    }

    /** Whether a pending {@code edit} writes, removes or moves what the change did, or covers it. */
    boolean meets(Edit edit) {
        if (edit instanceof Edit.SetMember set) {
            return members.contains(new Member(set.object(), set.name()))
                    || (set.element() != null && covers(set.element()));
        } else if (edit instanceof Edit.SetElement set) {
            return covers(set.element());
        } else if (edit instanceof Edit.Delete delete) {
            return covers(delete.element())
                    || (delete.object() != null && members.contains(new Member(delete.object(), delete.name())));
        } else if (edit instanceof Edit.Move move) {
            return moved.contains(move.element())
                    || (move.name() != null && members.contains(new Member(move.into(), move.name())));
        }
        return false;
    }

    private boolean covers(Id element) {
        return written.contains(element) || around.contains(element);
    }
}
