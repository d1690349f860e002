package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Changes the bottoms of the stacks: what is confirmed. Whoever calls it brings the confirmed document into line; here are the elements
 * that pending edits touch, and the counts of the others.
 */
final class Base {
    private final Tree tree;
    private final Listener listener;
    private final @Nullable Spot nowhere;

    /** For changes of the server. */
    Base(Tree tree, Listener listener) {
        this(tree, listener, null);
    }

    private Base(Tree tree, Listener listener, @Nullable Spot nowhere) {
        this.tree = tree;
        this.listener = listener;
        this.nowhere = nowhere;
    }

    /** For what pending edits have done: what they removed is gone, for what is put back as well, as it was in their stacks. */
    static Base ofOwn(Tree tree, Listener listener) {
        return new Base(tree, listener, Spot.Fixed.GONE);
    }

    /** Told of each change. */
    interface Listener {
        /** Nobody has to know. */
        Listener NONE = new Listener() {};

        /** The element is about to be removed, or, without a spot, to be filled. */
        default void before(Place place, @Nullable Spot spot) {}

        default void moved(Place place, @Nullable Spot before) {}

        default void filled(Place place, @Nullable Content before) {}

        /** Another element stands for it. */
        default void stoodFor(Place place) {}
    }

    /** New content of the base: its value is in the document, if that is known. */
    Content content(AtomKey atom, long id, JsonNode value) {
        return new Content(id, tree.isKnown(atom) ? null : value);
    }

    /** The element leaves the base, with all that is in it. */
    void remove(Place place) {
        Spot home = place.home();
        if (place.base() == null || home == null) {
            return;
        }
        listener.before(place, home);
        Place gone = tree.place(place.id()).withBase(null, null);
        tree.put(gone);
        tree.mark(gone, home, Times.BASE);
        listener.moved(gone, home);
        listener.filled(gone, place.base());
        if (nowhere != null) {
            tree.put(tree.place(place.id()).withBase(nowhere, null));
        }
    }

    /** The element holds other content. */
    Place fill(Place place, Content content) {
        listener.before(place, null);
        Place filled = tree.place(place.id()).withBase(place.home(), content);
        tree.put(filled);
        own(filled, content);
        listener.filled(filled, place.base());
        return filled;
    }

    /** The element is at that spot of the base, with that content; whether it was in the base before or not. */
    Place put(Place place, Spot spot, Content content) {
        if (spot instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
            Place present = tree.occupant(object, member.name(), Times.BASE);
            if (present != null && present.id() != place.id()) {
                remove(present);
            }
        }
        Place put = place.withBase(spot, content);
        tree.put(put);
        tree.mark(put, place.home(), Times.BASE);
        tree.mark(put, spot, Times.BASE);
        own(put, content);
        listener.moved(put, place.home());
        if (!Content.same(place.base(), content)) {
            listener.filled(put, place.base());
        }
        return put;
    }

    /** What pending edits touch in {@code content} is now in {@code place}, and in the base. */
    private void own(Place place, Content content) {
        Inside inside = tree.inside(content.id());
        if (inside != null) {
            tree.put(inside.ownedBy(place.id(), null));
        }
    }

    /** Takes the element out of the base for a moment: while the place that it moves to is looked up. */
    Place aside(Place place) {
        Place aside = place.withBase(null, place.base());
        tree.put(aside);
        tree.mark(aside, place.home(), Times.BASE);
        return aside;
    }

    /** The document has this value; {@link Json#ABSENT} for none. */
    void setRoot(Place root, JsonNode value) {
        fill(root, Json.isAbsent(value) ? Tree.NO_DOCUMENT : content(root.atom(), tree.newId(), value));
    }

    /**
     * The member, which pending edits touch, has this content; whether it was there or not.
     *
     * @param heir the edit whose identities it takes, or stands for
     */
    void setMember(Members object, String name, Content content, Edit.@Nullable SetMember heir) {
        Place present = tree.occupant(object, name, Times.BASE);
        if (present != null) {
            fill(present, content);
        } else {
            Place made = heir == null ? null : tree.find(heir.made());
            if (made == null || made.isInBase()) {
                made = Place.nowhere(tree.newId(), tree.atom(object));
                tree.put(made);
            }
            present = put(made, new Spot.Member(object.id(), name), content);
        }
        if (heir != null) {
            stand(tree.find(heir.element()), present);
            stand(tree.find(heir.made()), present);
        }
    }

    /** From now on {@code present} stands for {@code place}, unless that can be reached in the base itself. */
    void stand(@Nullable Place place, Place present) {
        if (place != null && place.id() != present.id() && !(place.isInBase() && tree.isAlive(place, Times.BASE))) {
            forward(place, present);
        }
    }

    /** From now on {@code place} stands for another one. */
    private void forward(Place place, Place to) {
        tree.put(tree.place(place.id()).withStandIn(to.id()));
        tree.put(tree.place(to.id()).withAlias(place.id()));
        listener.stoodFor(tree.place(place.id()));
    }

    /** An element that nothing is pending for is inserted. */
    void insertUntracked(Slots list, int index) {
        Skeleton order = list.order();
        Skeleton.Position left = index == 0 ? null : order.at(index - 1, true);
        Skeleton.Node node = left == null ? null : left.node();
        if (node == null || !node.isRun()) {
            Label label = node == null ? null : node.label;
            Skeleton.Node next = order.after(label);
            node = next != null && next.isRun() ? next : Skeleton.run(order.labelAfter(label), 0);
        }
        tree.put(list.with(order.with(Skeleton.run(node.label, node.base + 1))));
    }

    /** An element of a run is removed. */
    void removeUntracked(Slots list, Skeleton.Node run) {
        tree.put(list.with(
                run.base == 1
                        ? list.order().without(run.label)
                        : list.order().with(Skeleton.run(run.label, run.base - 1))));
    }
}
