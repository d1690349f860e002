package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All that pending edits touch, during one transition. What is touched for the first time is tracked from then on: a run of a list is split,
 * a member of an object gets a cell.
 */
final class Tree extends Rendition {

    /** @param documents the confirmed documents before the transition; {@link io.zenquery.sync.patch.Json#ABSENT} for none, null if not known */
    Tree(Forest forest, Function<AtomKey, @Nullable JsonNode> documents) {
        super(forest, documents);
    }

    /**
     * The present content of {@code place}, opened; null if nothing can be in it.
     *
     * @param hint a token that is about to be looked up in it: says what an unknown value is, where digits mean an index
     */
    @Nullable
    Inside open(Place place, long when, String hint) {
        Content content = content(place, when);
        if (content == null || content.isAbsent()) {
            return null;
        }
        Inside inside = inside(content.id());
        if (inside != null) {
            return inside;
        }
        JsonNode plain = plain(place, content);
        JsonNode own = Content.same(content, place.base()) ? null : content.value();
        if (plain == null) {
            boolean list = hint.equals("-") || JsonPointer.arrayIndex(hint) >= 0;
            inside = list
                    ? new Slots(content.id(), place.id(), place.id(), own, Skeleton.ofRun(Skeleton.OPEN))
                    : Members.of(content.id(), place.id(), own);
        } else if (plain.isObject()) {
            inside = Members.of(content.id(), place.id(), own);
        } else if (plain.isArray()) {
            inside = new Slots(content.id(), place.id(), place.id(), own, Skeleton.ofRun(plain.size()));
        } else {
            return null;
        }
        put(inside);
        return inside;
    }

    /** The member {@code name}, tracked from now on; null if there is none. */
    @Nullable
    Place trackMember(Members object, String name, long when) {
        if (object.cell(name) != null) {
            return occupant(object, name, when);
        }
        JsonNode plain = baseValue(object);
        if (plain != null && !plain.has(name)) {
            return null;
        }
        boolean own = isOwn(object.id());
        Spot home = new Spot.Member(object.id(), name);
        Place place = Place.of(newId(own), atom(object), home, new Content(newId(own), null));
        put(place);
        put(object.with(name, Cell.EMPTY.with(place.id())));
        return place;
    }

    /** The element of that index, tracked from now on; null if there is none. */
    @Nullable
    Place trackElement(Slots list, int index, long when) {
        Skeleton.Position position = at(list, index, when);
        if (position == null) {
            return null;
        }
        Skeleton.Node node = position.node();
        if (!node.isRun()) {
            return present(list, node, when, "a slot that is counted");
        }
        int offset = position.offset();
        int rest = node.base - offset - 1;
        Skeleton order = offset > 0 ? list.order().with(Skeleton.run(node.label, offset)) : list.order();
        Label label = offset > 0 ? order.labelAfter(node.label) : node.label;
        boolean own = isOwn(list.id());
        Spot home = new Spot.InList(list.id(), label);
        Place place = Place.of(newId(own), atom(list), home, new Content(newId(own), null));
        order = order.with(Skeleton.slot(label, place.id(), true, true));
        if (rest > 0) {
            order = order.with(Skeleton.run(order.labelAfter(label), rest));
        }
        put(place);
        put(list.with(order));
        return place;
    }

    AtomKey atom(Inside inside) {
        return Objects.requireNonNull(owner(inside), "what can be reached has an owner")
                .atom();
    }

    /** Makes room for a slot directly after the element in front of {@code index}; the list must have that many. */
    Label labelAt(Slots list, int index, long when) {
        if (index == 0) {
            return list.order().labelAfter(null);
        }
        Skeleton.Position left = Objects.requireNonNull(at(list, index - 1, when), "an index within the list");
        Skeleton.Node node = left.node();
        int rest = node.isRun() ? node.base - left.offset() - 1 : 0;
        if (rest == 0) {
            return list.order().labelAfter(node.label);
        }
        Skeleton order = list.order().with(Skeleton.run(node.label, left.offset() + 1));
        Label right = order.labelAfter(node.label);
        put(list.with(order.with(Skeleton.run(right, rest))));
        return Label.between(node.label, right);
    }

    /** Notes in a slot or member whether the element is there: in the base, or in the view. */
    void mark(Place place, @Nullable Spot spot, long when) {
        boolean here = spot != null && spot.equals(spot(place, when));
        if (spot instanceof Spot.InList slot && inside(slot.container()) instanceof Slots list) {
            Skeleton.Node node = list.order().find(slot.label());
            boolean inBase = when == Times.BASE ? here : node != null && node.base > 0;
            boolean inView = when == Times.VIEW ? here : node != null && node.view > 0;
            long element = here || node == null ? place.id() : node.element;
            put(list.with(list.order().with(Skeleton.slot(slot.label(), element, inBase, inView))));
            if (!inBase && !inView) {
                vacate(slot, element);
            }
        } else if (spot instanceof Spot.Member member && inside(member.container()) instanceof Members object) {
            Cell cell = object.cell(member.name());
            put(object.with(member.name(), (cell == null ? Cell.EMPTY : cell).with(place.id())));
            if (!here) {
                vacate(member, place.id());
            }
        }
    }
}
