package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Cause.Removed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts back what a server change removed from under a pending edit. */
record Restoration(Tree tree, Existence existence, Cause cause) {

    /**
     * The edit that makes what {@code lost} is about exist again.
     *
     * @param siblings the edits of the mutation so far
     * @return null if the change did not remove it: a rejected mutation had made it, or a move would be a cycle
     */
    @Nullable
    Edit of(Edit lost, List<Edit> siblings) {
        Removed outermost = outermost(tree.place(lost.element()), lost.time());
        if (outermost == null && lost.container() != 0) {
            Inside into = tree.inside(lost.container());
            Place owner = into == null ? null : tree.owner(into);
            outermost = owner == null ? null : outermost(owner, lost.time());
        }
        if (outermost == null || outermost.value() == null) {
            return null;
        }
        long time = freeTime(lost, siblings);
        if (time == lost.time()) {
            return null;
        }
        Inside inside = tree.inside(outermost.content().id());
        if (inside != null) {
            tree.put(inside.ownedBy(outermost.element(), outermost.value()));
        }
        Content content = new Content(outermost.content().id(), outermost.value());
        return new Edit.Restore(time, lost.atom(), outermost.element(), outermost.spot(), content);
    }

    /** The last time in front of {@code lost} that no edit has; that of {@code lost} itself if there is none. */
    private static long freeTime(Edit lost, List<Edit> siblings) {
        for (long time = lost.time() - 1; time > lost.time() - Times.SPACING; time--) {
            long candidate = time;
            if (siblings.stream().noneMatch(sibling -> sibling.time() == candidate)) {
                return time;
            }
        }
        return lost.time();
    }

    /** The outermost element around {@code start} that the change took away, or whose content it did. */
    private @Nullable Removed outermost(Place start, long time) {
        Removed outermost = null;
        Place place = start;
        while (true) {
            Removed removed = cause.removed(place.id());
            boolean missing = removed != null
                    && (removed.spot() != null
                            ? !existence.exists(place, time)
                            : !existence.exists(removed.content().id(), time));
            if (missing) {
                outermost = removed;
            }
            Spot spot = place.home() != null ? place.home() : removed == null ? null : removed.spot();
            Inside around = spot == null ? null : tree.inside(spot.container());
            Place owner = around == null ? null : tree.owner(around);
            if (owner == null) {
                return outermost;
            }
            place = owner;
        }
    }
}
