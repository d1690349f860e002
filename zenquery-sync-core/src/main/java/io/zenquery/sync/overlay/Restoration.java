package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Cause.Removed;
import io.zenquery.sync.overlay.PendingEdits.Gone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a change of the server has removed of what a pending edit refers to. It looks at the base alone, as it was before the change, and at
 * what is put back for that edit already: what other mutations do makes no difference, so it is the same whether they are rejected before the
 * change or after it.
 *
 * @param own what is put back for the edit already
 */
record Restoration(Tree tree, Cause cause, List<Edit.Restore> own) {

    /**
     * What the change took away.
     *
     * @param depth how far inside its document it was
     */
    record Missing(Removed removed, int depth) {}

    /** Whether {@code missing}, what an edit needs, can be put back for it. */
    boolean isPossible(List<Missing> missing) {
        boolean possible = own.size() + missing.size() < Times.SPACING;
        for (Missing each : missing) {
            possible &= each.removed().value() != null;
        }
        return possible;
    }

    /** What {@code edit} refers to that is gone. */
    Gone gone(Edit edit) {
        boolean element =
                !(edit instanceof Edit.Insert) && !missing(aroundElement(edit)).isEmpty();
        if (edit instanceof Edit.SetMember) {
            boolean gone = !needed(edit).isEmpty(); // it needs one of both
            return new Gone(gone, gone);
        }
        boolean container = !(edit instanceof Edit.Delete)
                && edit.container() != 0
                && !missing(aroundContent(edit.container())).isEmpty();
        return new Gone(element, container);
    }

    /** What {@code edit} needs that is gone, from the outermost inward; empty for nothing, or nothing that was in the base. */
    List<Missing> needed(Edit lost) {
        if (lost instanceof Edit.Insert insert) {
            return missing(aroundContent(insert.list()));
        } else if (lost instanceof Edit.SetElement) {
            return missing(aroundElement(lost));
        } else if (lost instanceof Edit.SetMember set) {
            List<Missing> element = aroundElement(set);
            if (element != null && element.isEmpty()) {
                return List.of();
            }
            List<Missing> object = aroundContent(set.object());
            return missing(object == null ? element : object);
        } else if (lost instanceof Edit.Move move) {
            List<Missing> both = new ArrayList<>(missing(aroundElement(move)));
            for (Missing each : missing(aroundContent(move.to().container()))) {
                if (both.stream().noneMatch(other -> other.removed() == each.removed())) {
                    both.add(each);
                }
            }
            both.sort(Comparator.comparingInt(Missing::depth));
            return both;
        }
        return List.of(); // a removal has nothing left to remove, a test fails
    }

    private static List<Missing> missing(@Nullable List<Missing> around) {
        return around == null ? List.of() : around;
    }

    private @Nullable List<Missing> aroundElement(Edit edit) {
        return around(tree.place(edit.element()), new ArrayList<>());
    }

    private @Nullable List<Missing> aroundContent(long content) {
        List<@Nullable Removed> inward = new ArrayList<>();
        Place owner = owner(content, inward);
        return owner == null ? null : around(owner, inward);
    }

    /**
     * What is missing around {@code start}, up to the document; null if it is not in the base but made by a pending edit.
     *
     * @param outward what was found on the way there: null for what is not missing
     */
    private @Nullable List<Missing> around(Place start, List<@Nullable Removed> outward) {
        Place place = start;
        while (place.home() != Spot.Fixed.ROOT) {
            Spot spot = place.home();
            Removed removed = null;
            if (spot == null || !spot.isPlace()) {
                removed = cause.element(place.id());
                spot = removed == null ? held(place) : removed.spot();
            }
            Place next;
            if (spot != null && spot.isPlace()) {
                outward.add(removed);
                next = owner(spot.container(), outward);
            } else {
                next = tree.find(place.standIn());
            }
            if (next == null) {
                return null;
            }
            place = next;
        }
        Collections.reverse(outward);
        List<Missing> missing = new ArrayList<>();
        for (int depth = 0; depth < outward.size(); depth++) {
            Removed removed = outward.get(depth);
            if (removed != null) {
                missing.add(new Missing(removed, depth));
            }
        }
        return missing;
    }

    /** Where an element is put back for {@code edit} already. */
    private @Nullable Spot held(Place place) {
        for (Edit.Restore restore : own) {
            if (restore.element() == place.id() && restore.to() != null) {
                return restore.to();
            }
        }
        return null;
    }

    /** The element that has, or had, that content in the base, or in which it is put back for {@code edit}. */
    private @Nullable Place owner(long content, List<@Nullable Removed> outward) {
        Removed replaced = cause.content(content);
        if (replaced != null) {
            outward.add(replaced);
            return tree.find(replaced.element());
        }
        Inside inside = tree.inside(content);
        Place owner = inside == null ? null : tree.owner(inside);
        if (owner == null) {
            return null;
        }
        Removed removed = cause.element(owner.id());
        Content base = removed == null ? owner.base() : removed.content();
        if (base != null && base.id() == content) {
            return owner;
        }
        for (Edit.Restore restore : own) {
            if (restore.content().id() == content) {
                return tree.find(restore.element());
            }
        }
        return null;
    }
}
