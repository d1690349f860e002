package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import java.util.Set;

/**
 * Whether something can be in the view, now or when a mutation comes back: it is in the base, or a pending edit before makes it. An edit
 * of what does not exist any more is lost.
 *
 * @param asking the times of edits for which what they have lost is about to be put back
 */
record Existence(Tree tree, Set<Long> asking) {

    /** Whether what {@code edit} is about, and is to be put into, is gone for good. */
    boolean isLost(Edit edit) {
        if (asking.contains(edit.time())) {
            return false;
        }
        Place place = tree.place(edit.element());
        long time = edit.time();
        if (edit instanceof Edit.Insert insert) {
            return !exists(insert.list(), time);
        } else if (edit instanceof Edit.SetMember set) {
            return !exists(place, time) && !exists(set.object(), time);
        } else if (edit instanceof Edit.Move move) {
            return !exists(place, time) || !exists(move.to().container(), time) || isCycle(move);
        } else if (edit instanceof Edit.Delete delete && delete.member() != null) {
            return !exists(place, time) && isGone(delete, delete.member());
        } else if (edit instanceof Edit.Restore restore) {
            return restore.to() == null
                    ? !exists(place, time)
                    : !exists(restore.to().container(), time);
        }
        return !(edit instanceof Edit.Check) && !exists(place, time);
    }

    /** Whether no pending edit makes that member, and none can. */
    private boolean isGone(Edit.Delete delete, Spot.Member member) {
        long time = delete.time();
        if (!exists(member.container(), time)) {
            return true;
        }
        if (!tree.isAlive(member.container(), time) || !(tree.inside(member.container()) instanceof Members object)) {
            return false;
        }
        Place present = tree.occupant(object, member.name(), time);
        return present == null || !Writes.isMeant(present, delete);
    }

    /** Whether the base has the target inside what is to be moved there. */
    boolean isCycle(Edit.Move move) {
        Place place = tree.place(move.element());
        long into = move.to().container();
        return tree.isAlive(place, Times.BASE)
                && tree.isAlive(into, Times.BASE)
                && tree.isWithin(into, place, Times.BASE);
    }

    /** Whether {@code place}, or what stands for it, can be somewhere when the turn of an edit comes. */
    boolean exists(Place place, long time) {
        if (isAtHome(place, time) || stands(place.standIn(), time)) {
            return true;
        }
        for (Place.Step step : place.steps()) {
            if (step.edit().time() >= time) {
                break;
            }
            boolean made = step.to() instanceof Spot.Forward forward
                    ? stands(forward.element(), time)
                    : step.to().isPlace() && step.edit().isCreator();
            if (made) {
                return true;
            }
        }
        for (Edit edit : place.others()) {
            if (edit.time() < time && edit.isCreator() && !isLost(edit)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtHome(Place place, long time) {
        Spot home = place.home();
        return home != null && (home == Spot.Fixed.ROOT || exists(home.container(), time));
    }

    private boolean stands(long element, long time) {
        Place other = element == 0 ? null : tree.find(element);
        return other != null && exists(other, time);
    }

    boolean exists(long content, long time) {
        Inside inside = tree.inside(content);
        Place owner = inside == null ? null : tree.owner(inside);
        return owner != null && exists(owner, content, time);
    }

    /** Whether {@code owner} can hold that content when the turn of an edit comes. */
    boolean exists(Place owner, long content, long time) {
        if (owner.base() != null && owner.base().id() == content) {
            return isAtHome(owner, time);
        }
        for (Edit edit : owner.fills()) {
            if (edit.time() < time && isFilling(edit, content)) {
                return true;
            }
        }
        for (Edit edit : owner.others()) {
            if (edit.time() < time && isFilling(edit, content) && !isLost(edit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFilling(Edit edit, long content) {
        Content filled = edit.content();
        return filled != null && filled.id() == content;
    }
}
