package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import org.jspecify.annotations.Nullable;

/** Notes the pending edits that a change of the server meets: those that write, remove or move what it does, or cover it. */
record Collisions(Tree tree, Rework rework) {

    /** The change is in {@code place}, or replaces or removes it: who fills or removes it, or something around it, is met. */
    void at(@Nullable Place place) {
        Place up = place;
        while (up != null) {
            up.forEachEdit(edit -> {
                if (edit instanceof Edit.SetMember
                        || edit instanceof Edit.SetElement
                        || edit instanceof Edit.Delete
                        || (edit instanceof Edit.Restore restore && restore.to() == null)) {
                    rework.meet(edit);
                }
            });
            up = around(up);
        }
        if (place != null) {
            rework.changedInside(place);
        }
    }

    /** The change writes or removes {@code place}, which is in the base. */
    void writing(Place place) {
        at(place);
        if (place.home() instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
            member(object, member.name());
        }
    }

    /** The change moves {@code place}. */
    void moving(Place place) {
        at(around(place));
        place.forEachEdit(edit -> {
            if (edit instanceof Edit.Move) {
                rework.meet(edit);
            }
        });
    }

    /** The change writes the member of that name: who means it by its name is met. */
    void member(Members object, String name) {
        Cell cell = object.cell(name);
        if (cell != null) {
            for (Edit edit : cell.edits()) {
                rework.meet(edit);
            }
        }
        at(tree.owner(object));
        Place present = tree.occupant(object, name, Times.BASE);
        if (present != null) {
            at(present);
        }
    }

    /** The element that {@code place} is in, in the base. */
    @Nullable
    Place around(Place place) {
        Inside inside = place.home() == null ? null : tree.inside(place.home().container());
        return inside == null ? null : tree.owner(inside);
    }
}
