package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.PendingEdits.Gone;
import java.util.List;

/**
 * Whether something can be in the view, now or when a mutation comes back: it is in the base, or a pending edit before makes it. An edit
 * of what does not exist any more is lost.
 */
record Existence(Tree tree) {

    /** Whether what {@code edit} is about, and is to be put into, is gone for good. */
    boolean isLost(Edit edit) {
        return isLost(edit, Gone.NOTHING);
    }

    /** Whether something else is gone for good of what {@code edit} is about, and is to be put into. */
    boolean isLost(Edit edit, Gone known) {
        Place place = tree.place(edit.element());
        long time = edit.time();
        if (edit instanceof Edit.Insert insert) {
            return !known.container() && !exists(insert.list(), time);
        } else if (edit instanceof Edit.SetMember set) {
            return !known.element() && !exists(place, time) && !exists(set.object(), time);
        } else if (edit instanceof Edit.Move move) {
            return (!known.element() && !exists(place, time))
                    || (!known.container() && !exists(move.to().container(), time));
        } else if (edit instanceof Edit.Delete delete) {
            return !known.element() && !exists(place, time) && !existsAny(delete.also(), time);
        } else if (edit instanceof Edit.Restore restore) {
            return restore.to() == null
                    ? !exists(place, time)
                    : !exists(restore.to().container(), time);
        }
        return !(edit instanceof Edit.Check) && !known.element() && !exists(place, time);
    }

    /** Whether the base alone has the target of a move inside what it moves. */
    boolean isCycle(Edit edit) {
        Place place = edit instanceof Edit.Move ? tree.find(edit.element()) : null;
        return place != null
                && tree.isAlive(place, Times.BASE)
                && tree.isAlive(edit.container(), Times.BASE)
                && tree.isWithin(edit.container(), place, Times.BASE);
    }

    private boolean existsAny(List<Long> elements, long time) {
        for (Long id : elements) {
            if (stands(id, time)) {
                return true;
            }
        }
        return false;
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
