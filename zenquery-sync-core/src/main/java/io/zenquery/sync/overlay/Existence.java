package io.zenquery.sync.overlay;

/**
 * Whether something can be in the view, now or when a mutation comes back: it is in the base, or a pending edit before makes it. An edit
 * of what does not exist any more is lost.
 */
record Existence(Tree tree) {

    /** Whether what {@code edit} is about, and is to be put into, is gone for good. */
    boolean isLost(Edit edit) {
        Place place = tree.place(edit.element());
        long time = edit.time();
        if (edit instanceof Edit.Insert insert) {
            return !exists(insert.list(), time);
        } else if (edit instanceof Edit.SetMember set) {
            return !exists(place, time) && !exists(set.object(), time);
        } else if (edit instanceof Edit.Move move) {
            return !exists(place, time) || !exists(move.to().container(), time) || isCycle(move);
        } else if (edit instanceof Edit.Restore restore) {
            return restore.to() == null
                    ? !exists(place, time)
                    : !exists(restore.to().container(), time);
        }
        return !(edit instanceof Edit.Check) && !exists(place, time);
    }

    /** Whether the base has the target inside what is to be moved there. */
    private boolean isCycle(Edit.Move move) {
        Place place = tree.place(move.element());
        long into = move.to().container();
        return tree.isAlive(place, Times.BASE)
                && tree.isAlive(into, Times.BASE)
                && tree.isWithin(into, place, Times.BASE);
    }

    boolean exists(Place place, long time) {
        Spot home = place.home();
        if (home instanceof Spot.Forward forward) {
            Place other = tree.find(forward.element());
            if (other != null && exists(other, time)) {
                return true;
            }
        }
        if (home != null && (home == Spot.Fixed.ROOT || exists(home.container(), time))) {
            return true;
        }
        for (Place.Step step : place.steps()) {
            if (step.edit().time() >= time) {
                break;
            }
            if (step.to() instanceof Spot.Forward forward) {
                Place other = tree.find(forward.element());
                if (other != null && exists(other, time)) {
                    return true;
                }
            }
            if (step.to().isPlace() && mayCreate(step.edit())) {
                return true;
            }
        }
        for (Edit edit : place.others()) {
            if (edit.time() < time && mayCreate(edit)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayCreate(Edit edit) {
        return edit.isCreator() && exists(edit.container(), edit.time());
    }

    boolean exists(long content, long time) {
        Inside inside = tree.inside(content);
        if (inside == null) {
            return false;
        }
        Place owner = tree.owner(inside);
        if (owner == null) {
            return false;
        }
        if (owner.base() != null && owner.base().id() == content) {
            return exists(owner, time);
        }
        return fills(owner.fills(), content, time) || fills(owner.others(), content, time);
    }

    private boolean fills(Edit[] edits, long content, long time) {
        for (Edit edit : edits) {
            if (edit.time() >= time) {
                break;
            }
            Content filled = edit.content();
            if (filled != null && filled.id() == content) {
                return edit.container() == 0 || exists(edit.container(), edit.time());
            }
        }
        return false;
    }
}
