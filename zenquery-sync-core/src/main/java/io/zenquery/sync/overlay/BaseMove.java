package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Executes a move of the server on the bottoms of what pending edits touch: see {@link BaseChange}. */
record BaseMove(Tree tree, Base base, Collisions collisions, Emission emission) {

    void run(Place root, Patch.Move move) {
        Route source = Route.of(tree, root, move.from());
        boolean known = tree.document(root.atom()) != null;
        if (source.isTarget()) {
            tracked(root, move, source.place());
        } else {
            untracked(root, move, source);
        }
        if (!known) {
            Bottoms bottoms = new Bottoms(tree);
            bottoms.forget(tree.place(source.place().id()));
            Place target = Route.of(
                            tree,
                            Objects.requireNonNull(tree.root(root.atom())),
                            move.path().parent())
                    .place();
            bottoms.forget(target);
        }
    }

    private void tracked(Place root, Patch.Move move, Place place) {
        collisions.moving(place);
        Spot home = Objects.requireNonNull(place.home(), "an element of the base");
        Place aside = base.aside(place);
        removeFromDocument(root, move);
        Place owner = trackDown(root, move.path().parent());
        Inside inside = tree.open(owner, Times.BASE, move.path().last());
        if (inside == null) {
            throw new PatchException("\"" + move.path() + "\": expected an object or array to move into");
        }
        collisions.at(owner);
        Spot spot;
        if (inside instanceof Slots list) {
            int index = Route.insertion(list, move.path());
            spot = new Spot.InList(list.id(), tree.labelAt(list, index, Times.BASE));
        } else {
            String name = move.path().last();
            tree.trackMember((Members) inside, name, Times.BASE);
            collisions.member((Members) Objects.requireNonNull(tree.inside(inside.id())), name);
            spot = new Spot.Member(inside.id(), name);
        }
        base.put(aside.withBase(home, aside.base()), spot, Objects.requireNonNull(aside.base()));
    }

    /** The element at {@code path}, tracked with all that is around it. */
    private Place trackDown(Place root, JsonPointer path) {
        Place place = tree.place(root.id());
        for (String token : path.tokens()) {
            Inside inside = tree.open(place, Times.BASE, token);
            Place next = null;
            if (inside instanceof Members object) {
                next = tree.trackMember(object, token, Times.BASE);
            } else if (inside instanceof Slots list && JsonPointer.arrayIndex(token) >= 0) {
                next = tree.trackElement(list, JsonPointer.arrayIndex(token), Times.BASE);
            }
            if (next == null) {
                throw new PatchException("\"" + path + "\": expected a value, found none at \"" + token + "\"");
            }
            place = next;
        }
        return place;
    }

    private void untracked(Place root, Patch.Move move, Route source) {
        collisions.at(source.place());
        JsonNode document = tree.document(root.atom());
        JsonNode value = document == null ? null : JsonPatch.valueAt(document, move.from());
        JsonPointer from = source.shown(tree);
        int lastIndex = lastIndex(source, document, move);
        takeFromRun(source);
        removeFromDocument(root, move);
        Route parent = Route.of(tree, tree.place(root.id()), move.path().parent());
        Inside inside = parent.isTarget() ? Route.inside(tree, parent.place()) : null;
        collisions.at(parent.place());
        if (inside instanceof Members object && object.cell(move.path().last()) != null) {
            intoMember(object, move.path().last(), root, from);
            return;
        }
        JsonPointer to;
        if (inside instanceof Slots list) {
            int index = Route.insertion(list, move.path());
            JsonPointer shown = Route.shown(tree, parent.place());
            to = shown == null ? null : shown.child(Route.gap(list, index));
            base.insertUntracked(list, index);
        } else {
            to = new Route(parent.place(), parent.depth(), move.path()).shown(tree);
        }
        if (from != null && to != null) {
            emission.move(root.atom(), from, to, lastIndex);
        } else if (from != null) {
            emission.remove(root.atom(), from);
        } else if (to != null) {
            emission.add(root.atom(), to, value);
        }
    }

    /** What nothing was pending for becomes a member that something is pending for. */
    private void intoMember(Members object, String name, Place root, @Nullable JsonPointer from) {
        if (from != null) {
            emission.remove(root.atom(), from);
        }
        collisions.member(object, name);
        Place present = tree.occupant(object, name, Times.BASE);
        if (present != null) {
            base.remove(present);
        }
        Members now = (Members) Objects.requireNonNull(tree.inside(object.id()));
        base.setMember(now, name, new Content(tree.newId(), null), null);
    }

    private int lastIndex(Route source, @Nullable JsonNode document, Patch.Move move) {
        if (source.around(tree) instanceof Slots list) {
            return list.order().count(false) - 1;
        }
        return document == null
                ? 0
                : JsonPatch.valueAt(document, move.from().parent()).size() - 1;
    }

    /** If the path ends in a run of a list in which something is pending, that run is one shorter now. */
    void takeFromRun(Route route) {
        if (route.around(tree) instanceof Slots list) {
            int index = JsonPointer.arrayIndex(route.path().last());
            Skeleton.Position position =
                    Objects.requireNonNull(list.order().at(index, true), "a path that was followed");
            base.removeUntracked(list, position.node());
        }
    }

    private void removeFromDocument(Place root, Patch.Move move) {
        JsonNode document = tree.document(root.atom());
        if (document != null) {
            tree.document(root.atom(), JsonPatch.apply(document, List.of(new Patch.Remove(move.from()))));
        }
    }
}
