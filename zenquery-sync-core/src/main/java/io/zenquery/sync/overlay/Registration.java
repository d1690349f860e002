package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks up what patch operations touch, by their paths as they are at one time, and turns them into {@link Edit}s, which need no paths.
 * Refuses, with a {@link PatchException}, what does not fit.
 */
final class Registration {
    private final Tree tree;
    private final long seq;
    private final long when;

    /** How many edits were made. */
    private int count;

    /** @param when the time at which the paths are to be read: {@link Times#VIEW}, or after the corrections for a correction */
    Registration(Tree tree, long seq, long when) {
        this.tree = tree;
        this.seq = seq;
        this.when = when;
    }

    /** @param undo what takes the operation back; consulted for a value that is not known otherwise */
    Edit edit(AtomKey atom, Patch operation, @Nullable Patch undo) {
        Place root = tree.trackRoot(atom);
        long time = Times.of(seq, count++);
        if (operation instanceof Patch.Add add) {
            return add(root, add.path(), add.value(), undo, time);
        } else if (operation instanceof Patch.Replace replace) {
            return put(learned(find(root, replace.path()), undo), replace.value(), time);
        } else if (operation instanceof Patch.Remove remove) {
            Place place = learned(find(root, remove.path()), undo);
            Spot at = Tree.spot(place, when);
            return at instanceof Spot.Member member
                    ? new Edit.Delete(time, atom, place.id(), member, standingFor(place, member))
                    : new Edit.Delete(time, atom, place.id());
        } else if (operation instanceof Patch.Copy copy) {
            return add(root, copy.path(), known(find(root, copy.from()), copy.from()), undo, time);
        } else if (operation instanceof Patch.Test test) {
            return new Edit.Check(time, atom, find(root, test.path()).id(), test.value());
        }
        return move(root, (Patch.Move) operation, time);
    }

    private Edit add(Place root, JsonPointer path, JsonNode value, @Nullable Patch undo, long time) {
        if (path.isRoot()) {
            return put(root, value, time);
        }
        Inside inside = container(root, path);
        if (inside instanceof Slots list) {
            Label label = gap(list, path);
            return new Edit.Insert(time, root.atom(), list.id(), label, tree.newId(true), content(value));
        }
        String name = path.last();
        Place present = tree.trackMember((Members) inside, name, when);
        if (present != null && undo instanceof Patch.Remove && tree.baseValue(present) == null) {
            forget(present);
            present = null;
        } else if (present != null) {
            learned(present, undo);
        }
        long made = tree.newId(true);
        long element = present == null ? made : present.id();
        return new Edit.SetMember(time, root.atom(), inside.id(), name, element, made, content(value));
    }

    private Edit put(Place place, JsonNode value, long time) {
        return Tree.spot(place, when) instanceof Spot.Member member
                ? new Edit.SetMember(
                        time,
                        place.atom(),
                        member.container(),
                        member.name(),
                        place.id(),
                        tree.newId(true),
                        content(value))
                : new Edit.SetElement(time, place.atom(), place.id(), content(value));
    }

    private Content content(JsonNode value) {
        return new Content(tree.newId(true), value);
    }

    /** The elements that {@code place}, which is that member, stands for: others have written them. */
    private List<Long> standingFor(Place place, Spot.Member member) {
        Cell cell = tree.inside(member.container()) instanceof Members object ? object.cell(member.name()) : null;
        List<Long> others = new ArrayList<>();
        for (long id : cell == null ? new long[0] : cell.elements()) {
            Place other = id == place.id() ? null : tree.find(id);
            if (other != null
                    && tree.resolved(other, when == Times.VIEW ? Times.END : when)
                                    .id()
                            == place.id()) {
                others.add(id);
            }
        }
        return List.copyOf(others);
    }

    private Edit move(Place root, Patch.Move move, long time) {
        Place place = find(root, move.from());
        if (move.from().isProperPrefixOf(move.path())) {
            throw new PatchException("expected a target outside \"" + move.from() + "\", got \"" + move.path()
                    + "\": a value can't be moved into itself (RFC 6902, section 4.4)");
        }
        if (move.path().isRoot()) {
            return put(root, known(place, move.from()), time);
        }
        if (place.isRoot()) {
            throw new PatchException("expected a member or an element to move, got the whole document");
        }
        // The target is read after the removal (RFC 6902, section 4.4): the element steps aside while it is looked up.
        Spot at = Tree.spot(place, when);
        Place.Step aside = new Place.Step(new Edit.Delete(time, place.atom(), place.id()), Spot.Fixed.GONE);
        if (when == Times.VIEW) {
            tree.put(place.withView(null, place.shown()));
            tree.mark(tree.place(place.id()), at, Times.VIEW);
        } else {
            tree.put(place.with(aside));
        }
        Inside inside = container(root, move.path());
        Spot to = inside instanceof Slots list
                ? new Spot.InList(list.id(), gap(list, move.path()))
                : new Spot.Member(inside.id(), move.path().last());
        if (inside instanceof Members object) {
            tree.trackMember(object, move.path().last(), when);
        }
        if (when == Times.VIEW) {
            tree.put(tree.place(place.id()).withView(at, place.shown()));
            tree.mark(tree.place(place.id()), at, Times.VIEW);
        } else {
            tree.put(tree.place(place.id()).without(time));
        }
        return new Edit.Move(time, place.atom(), place.id(), to);
    }

    // ------------------------------------------------------------------------------------------------------ look up

    /** The element at {@code path}, tracked from now on. */
    private Place find(Place root, JsonPointer path) {
        Content document = Tree.content(root, when);
        if (document == null || document.isAbsent()) {
            throw new PatchException("\"" + path + "\": expected a document, found none");
        }
        Place place = tree.place(root.id());
        for (int depth = 0; depth < path.size(); depth++) {
            String token = path.token(depth);
            Inside inside = tree.open(place, when, token);
            Place next = null;
            if (inside instanceof Members object) {
                next = tree.trackMember(object, token, when);
            } else if (inside instanceof Slots list && JsonPointer.arrayIndex(token) >= 0) {
                next = tree.trackElement(list, JsonPointer.arrayIndex(token), when);
            }
            if (next == null) {
                throw new PatchException(
                        "\"" + path + "\": expected a value, found none at \"" + token + "\" of " + describe(place));
            }
            place = next;
        }
        return place;
    }

    /** The content that the last token of {@code path} is looked up in. */
    private Inside container(Place root, JsonPointer path) {
        Place owner = find(root, path.parent());
        Inside inside = tree.open(owner, when, path.last());
        if (inside == null) {
            throw new PatchException("\"" + path + "\": expected an object or array that can hold \"" + path.last()
                    + "\", found " + describe(owner));
        }
        return inside;
    }

    private Label gap(Slots list, JsonPointer path) {
        int size = tree.count(list, when);
        int index = path.last().equals("-") ? size : JsonPointer.arrayIndex(path.last());
        if (index < 0 || index > size) {
            throw new PatchException(
                    "\"" + path + "\": expected - or an array index up to " + size + ", got \"" + path.last() + "\"");
        }
        return tree.labelAt(list, index, when);
    }

    private JsonNode known(Place place, JsonPointer path) {
        JsonNode value = tree.render(place, when);
        if (value == null) {
            throw new PatchException("\"" + path + "\": expected a known value to copy; without a state layer none is"
                    + " known. Use add with the value instead");
        }
        return value;
    }

    private String describe(Place place) {
        JsonNode value = tree.render(place, when);
        return value == null ? "an unknown value" : Json.describe(value);
    }

    // ------------------------------------------------------------------------------------------------------- unknown

    /** Takes from the inverse what a value that is not known was before. */
    private Place learned(Place place, @Nullable Patch undo) {
        JsonNode before = undo instanceof Patch.Add add
                ? add.value()
                : undo instanceof Patch.Replace replace ? replace.value() : null;
        Content base = place.base();
        if (before == null || base == null || !Content.same(base, Tree.content(place, when))) {
            return place;
        }
        if (tree.baseValue(place) != null) {
            return place;
        }
        Content known = new Content(base.id(), before);
        Content shown = Content.same(place.shown(), base) ? known : place.shown();
        return tree.show(place.withBase(place.home(), known), place.at(), shown);
    }

    /** The member was not there, as its inverse says. */
    private void forget(Place place) {
        Spot home = Objects.requireNonNull(place.home(), "an element of the base");
        tree.put(place.withBase(null, null).withView(null, null));
        tree.mark(tree.place(place.id()), home, Times.BASE);
        tree.mark(tree.place(place.id()), home, Times.VIEW);
        tree.remove(tree.place(place.id()));
    }
}
