package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Cause.Removed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what has to be put back for a pending edit that has lost its place to a change of the server. It looks at the base alone, as it was
 * before the change, and at what is put back for that edit already: what other mutations do makes no difference, so what an edit asks for
 * is the same whether they are rejected before the change or after it.
 *
 * @param holds what is put back already
 */
record Restoration(Tree tree, Existence existence, Cause cause, Holds holds) {

    /**
     * What the change took away.
     *
     * @param depth how far inside its document it was
     */
    record Missing(Removed removed, int depth) {}

    /** What {@code lost} needs put back; empty for nothing, or if that can't be done. */
    List<Missing> of(Edit lost) {
        List<Missing> needed = needed(lost);
        boolean possible = holds.of(lost.time()).size() + needed.size() < Times.SPACING;
        for (Missing missing : needed) {
            possible &= missing.removed().value() != null;
        }
        return possible ? needed : List.of();
    }

    /** Whether the change itself took the place of {@code lost}; if not, another pending edit had made it, and that one is lost. */
    boolean isOfTheBase(Edit lost) {
        return !needed(lost).isEmpty() || (lost instanceof Edit.Move move && existence.isCycle(move));
    }

    private List<Missing> needed(Edit lost) {
        if (lost instanceof Edit.Insert insert) {
            return missing(aroundContent(insert.list(), lost));
        } else if (lost instanceof Edit.SetElement) {
            return missing(aroundElement(lost));
        } else if (lost instanceof Edit.SetMember set) {
            List<Missing> element = aroundElement(set);
            if (element != null && element.isEmpty()) {
                return List.of();
            }
            List<Missing> object = aroundContent(set.object(), set);
            return missing(object == null ? element : object);
        } else if (lost instanceof Edit.Move move && !existence.isCycle(move)) {
            List<Missing> both = new ArrayList<>(missing(aroundElement(move)));
            both.addAll(missing(aroundContent(move.to().container(), move)));
            return both;
        }
        return List.of(); // a removal has nothing left to remove, a test fails
    }

    private static List<Missing> missing(@Nullable List<Missing> around) {
        return around == null ? List.of() : around;
    }

    private @Nullable List<Missing> aroundElement(Edit edit) {
        return around(tree.place(edit.element()), edit, new ArrayList<>());
    }

    private @Nullable List<Missing> aroundContent(long content, Edit edit) {
        List<@Nullable Removed> inward = new ArrayList<>();
        Place owner = owner(content, edit, inward);
        return owner == null ? null : around(owner, edit, inward);
    }

    /**
     * What is missing around {@code start}, up to the document; null if it is not in the base but made by a pending edit.
     *
     * @param outward what was found on the way there: null for what is not missing
     */
    private @Nullable List<Missing> around(Place start, Edit edit, List<@Nullable Removed> outward) {
        Place place = start;
        while (place.home() != Spot.Fixed.ROOT) {
            Spot spot = place.home();
            Removed removed = null;
            if (spot == null) {
                removed = cause.element(place.id());
                spot = removed == null ? held(place, edit) : removed.spot();
            }
            Place next;
            if (spot != null) {
                outward.add(removed);
                next = owner(spot.container(), edit, outward);
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
    private @Nullable Spot held(Place place, Edit edit) {
        for (Hold hold : holds.of(edit.time())) {
            if (hold.edit().element() == place.id() && hold.edit().to() != null) {
                return hold.edit().to();
            }
        }
        return null;
    }

    /** The element that has, or had, that content in the base, or in which it is put back for {@code edit}. */
    private @Nullable Place owner(long content, Edit edit, List<@Nullable Removed> outward) {
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
        for (Hold hold : holds.of(edit.time())) {
            if (hold.edit().content().id() == content) {
                return tree.find(hold.edit().element());
            }
        }
        return null;
    }
}
