package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is where, at any time.
 *
 * <p>Each reader takes a time: {@link Times#BASE} for what is confirmed, {@link Times#VIEW} for what is shown, {@link Times#END} for what is
 * to be shown, or the time of an edit for what it meets. Indices cost the logarithm of the list for the first two, its touched part for the
 * others.
 */
abstract class Lookup extends Store {

    Lookup(Forest forest, Function<AtomKey, @Nullable JsonNode> documents) {
        super(forest, documents);
    }

    static @Nullable Spot spot(Place place, long when) {
        return when == Times.VIEW ? place.at() : place.spot(when);
    }

    static @Nullable Content content(Place place, long when) {
        return when == Times.VIEW ? place.shown() : place.content(when);
    }

    /** The element that is meant by {@code place}: itself, unless it can't be reached and another one stands for it. */
    Place resolved(Place place, long when) {
        Place now = place;
        long next = now.standIn(when);
        while (next != 0 && !isAlive(now, when)) {
            Place other = find(next);
            if (other == null) {
                return now;
            }
            now = other;
            next = now.standIn(when);
        }
        return now;
    }

    /** Whether the element can be reached from its document's root. */
    boolean isAlive(Place place, long when) {
        Place up = place;
        Spot spot = spot(up, when);
        Ring ring = new Ring();
        while (spot != null && spot.isPlace() && spot != Spot.Fixed.ROOT) {
            Place owner = holder(spot.container(), when);
            if (owner == null || ring.closes(owner)) {
                return false;
            }
            up = owner;
            spot = spot(up, when);
        }
        return spot == Spot.Fixed.ROOT;
    }

    /** Whether the content is that of an element that can be reached. */
    boolean isAlive(long content, long when) {
        Place owner = holder(content, when);
        return owner != null && isAlive(owner, when);
    }

    /** The element that has that content; null for none. */
    private @Nullable Place holder(long content, long when) {
        Inside inside = inside(content);
        Place owner = inside == null ? null : owner(inside, when);
        Content present = owner == null ? null : content(owner, when);
        return present != null && present.id() == content ? owner : null;
    }

    /**
     * Notices that a way outward leads round in a ring. While a transition is under way there can be one, by moves that still have to be executed
     * again; what is in it can't be reached.
     */
    private static final class Ring {
        private long mark;
        private int steps;
        private int rest = 16;

        boolean closes(Place place) {
            if (place.id() == mark) {
                return true;
            }
            if (++steps == rest) {
                mark = place.id();
                rest *= 2;
                steps = 0;
            }
            return false;
        }
    }

    /** Whether {@code content} is, or lies in, a content of {@code place}. */
    boolean isWithin(long content, Place place, long when) {
        long up = content;
        Ring ring = new Ring();
        while (up != 0) {
            Inside inside = inside(up);
            if (inside == null) {
                return false;
            }
            Place owner = owner(inside, when);
            if (owner != null && owner.id() == place.id()) {
                return true;
            }
            Spot spot = owner == null || ring.closes(owner) ? null : spot(owner, when);
            up = spot == null ? 0 : spot.container();
        }
        return false;
    }

    /** The element that is the member {@code name}; null for none, or for one that nothing is pending for. */
    @Nullable
    Place occupant(Members object, String name, long when) {
        Cell cell = object.cell(name);
        if (cell != null) {
            for (long id : cell.elements()) {
                Place place = find(id);
                if (place != null
                        && spot(place, when) instanceof Spot.Member member
                        && member.container() == object.id()
                        && member.name().equals(name)) {
                    return place;
                }
            }
        }
        return null;
    }

    /** Where the element is; only of one that is {@linkplain #isAlive alive}. */
    JsonPointer path(Place place, long when) {
        List<String> tokens = new ArrayList<>();
        Place up = place;
        Spot spot = spot(up, when);
        while (spot != null && spot.container() != 0) {
            Inside inside = Objects.requireNonNull(inside(spot.container()), "a place is in an open content");
            tokens.add(token(inside, spot, when));
            up = Objects.requireNonNull(owner(inside, when), "an element that can be reached");
            spot = spot(up, when);
        }
        Collections.reverse(tokens);
        return new JsonPointer(tokens);
    }

    String token(Inside inside, Spot spot, long when) {
        return spot instanceof Spot.InList slot
                ? index(rank((Slots) inside, slot.label(), when))
                : ((Spot.Member) spot).name();
    }

    /** An index as a token: beyond what is known of a list there is only its end. */
    static String index(int rank) {
        return rank >= Skeleton.OPEN / 2 ? "-" : Integer.toString(rank);
    }

    /** How many elements are in front of {@code label}. */
    int rank(Slots list, Label label, long when) {
        if (when == Times.BASE || when == Times.VIEW) {
            return list.order().rank(label, when == Times.BASE);
        }
        int[] rank = {0};
        list.order().forEach(node -> {
            if (node.label.compareTo(label) < 0) {
                rank[0] += present(list, node, when);
            }
        });
        return rank[0];
    }

    int count(Slots list, long when) {
        if (when == Times.BASE || when == Times.VIEW) {
            return list.order().count(when == Times.BASE);
        }
        int[] count = {0};
        list.order().forEach(node -> count[0] += present(list, node, when));
        return count[0];
    }

    Skeleton.@Nullable Position at(Slots list, int index, long when) {
        if (when == Times.BASE || when == Times.VIEW) {
            return list.order().at(index, when == Times.BASE);
        }
        Skeleton.@Nullable Position[] found = {null};
        int[] rest = {index};
        list.order().forEach(node -> {
            int here = present(list, node, when);
            if (found[0] == null && rest[0] >= 0 && rest[0] < here) {
                found[0] = new Skeleton.Position(node, rest[0]);
            }
            rest[0] -= here;
        });
        return found[0];
    }

    /** How many elements of a node are present. */
    int present(Slots list, Skeleton.Node node, long when) {
        if (node.isRun() || when == Times.BASE) {
            return node.base;
        } else if (when == Times.VIEW) {
            return node.view;
        }
        return tenant(list, node, when) == null ? 0 : 1;
    }

    /** The element in a slot; null for none. Mostly the slot's own, else one that stands for it or that it stands for. */
    @Nullable
    Place tenant(Slots list, Skeleton.Node node, long when) {
        Place own = find(node.element);
        if (own == null || isIn(own, list, node.label, when)) {
            return own;
        }
        for (Place.Step step : own.steps()) {
            Place other = step.to() instanceof Spot.Forward forward ? find(forward.element()) : null;
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
        }
        Place other = own.standIn() == 0 ? null : find(own.standIn());
        if (other != null && isIn(other, list, node.label, when)) {
            return other;
        }
        for (long alias : own.aliases()) {
            other = find(alias);
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
        }
        for (Edit fill : own.fills()) {
            other = fill.element() == own.id() ? null : find(fill.element());
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
            other = fill instanceof Edit.SetMember set && set.made() != own.id() ? find(set.made()) : null;
            if (other != null && isIn(other, list, node.label, when)) {
                return other;
            }
        }
        return null;
    }

    private static boolean isIn(Place place, Slots list, Label label, long when) {
        return spot(place, when) instanceof Spot.InList slot
                && slot.container() == list.id()
                && slot.label().equals(label);
    }

    /** The element in a slot that has one. */
    Place present(Slots list, Skeleton.Node node, long when, String expectation) {
        return Objects.requireNonNull(tenant(list, node, when), expectation);
    }
}
