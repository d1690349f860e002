package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Executes pending edits on the base, and says as patch operations what that does there. In queue order on a copy that is thrown away, this
 * tells what each mutation is against the documents with all earlier ones in them; on the real one, it is what an acknowledgement does.
 */
final class Promotion {
    private final Tree tree;
    private final Base base;

    Promotion(Tree tree, Base.Listener listener) {
        this.tree = tree;
        this.base = Base.ofOwn(tree, listener);
    }

    /**
     * What an edit does to the base.
     *
     * @param patch none if it has no effect there; mostly one operation
     * @param atEnd whether it inserts at the end of a list
     */
    record Done(List<Patch> patch, boolean atEnd) {
        static final Done NOTHING = new Done(List.of(), false);

        static Done of(Patch operation) {
            return new Done(List.of(operation), false);
        }

        /** Whether {@code other}, an operation that comes from elsewhere, does the same. */
        boolean isLike(Patch own, Patch other) {
            boolean samePath = own.path().equals(other.path()) || (atEnd && isEnd(own.path(), other.path()));
            if (!samePath) {
                return false;
            }
            if (own instanceof Patch.Move move) {
                return other instanceof Patch.Move theirs && move.from().equals(theirs.from());
            } else if (own instanceof Patch.Remove) {
                return other instanceof Patch.Remove;
            }
            JsonNode value = value(own);
            JsonNode theirs = value(other);
            return value != null && theirs != null && Json.sameValue(value, theirs);
        }

        private static boolean isEnd(JsonPointer own, JsonPointer other) {
            return !other.isRoot() && other.last().equals("-") && own.parent().equals(other.parent());
        }

        private static @Nullable JsonNode value(Patch patch) {
            return patch instanceof Patch.Add add
                    ? add.value()
                    : patch instanceof Patch.Replace replace ? replace.value() : null;
        }
    }

    Done run(Edit edit) {
        Place place = tree.resolved(tree.place(edit.element()), Times.BASE);
        if (edit instanceof Edit.Insert insert) {
            return insert(insert, place);
        } else if (edit instanceof Edit.SetElement set) {
            return setElement(set.content(), place);
        } else if (edit instanceof Edit.SetMember set) {
            return setMember(set, place);
        } else if (edit instanceof Edit.Delete delete) {
            return delete(Writes.removed(delete, Times.BASE, tree));
        } else if (edit instanceof Edit.Move move) {
            return move(move, place);
        } else if (edit instanceof Edit.Check check) {
            boolean there =
                    isInBase(place) && !Objects.requireNonNull(place.base()).isAbsent();
            return there ? Done.of(new Patch.Test(path(place), check.value())) : Done.NOTHING;
        }
        return restore((Edit.Restore) edit, tree.place(edit.element()));
    }

    private Done insert(Edit.Insert insert, Place place) {
        if (!tree.isAlive(insert.list(), Times.BASE)) {
            return Done.NOTHING;
        }
        Slots list = (Slots) Objects.requireNonNull(tree.inside(insert.list()), "an open list");
        boolean atEnd = list.order().rank(insert.label(), true) == list.order().count(true);
        Place put = put(place, new Spot.InList(insert.list(), insert.label()), insert.content());
        return new Done(List.of(new Patch.Add(path(put), value(insert.content()))), atEnd);
    }

    private Done setElement(Content content, Place place) {
        if (!isInBase(place)) {
            return Done.NOTHING;
        }
        boolean absent = Objects.requireNonNull(place.base()).isAbsent();
        fill(place, content);
        JsonNode value = value(content);
        return Done.of(absent ? new Patch.Add(path(place), value) : new Patch.Replace(path(place), value));
    }

    private Done setMember(Edit.SetMember set, Place place) {
        Place made = tree.find(set.made());
        if (isInBase(place)) {
            base.stand(made, place);
            return setElement(set.content(), place);
        }
        if (!tree.isAlive(set.object(), Times.BASE) || !(tree.inside(set.object()) instanceof Members object)) {
            return Done.NOTHING;
        }
        Place present = tree.occupant(object, set.name(), Times.BASE);
        if (present != null) {
            base.stand(place, present);
            base.stand(made, present);
            return setElement(set.content(), present);
        }
        if (made == null) {
            made = Place.nowhere(set.made(), set.atom());
            tree.put(made);
        }
        Place put = put(made, new Spot.Member(set.object(), set.name()), set.content());
        base.stand(place, put);
        return Done.of(new Patch.Add(path(put), value(set.content())));
    }

    private Done delete(Place place) {
        if (!isInBase(place) || Objects.requireNonNull(place.base()).isAbsent()) {
            return Done.NOTHING;
        }
        JsonPointer path = path(place);
        if (place.isRoot()) {
            base.setRoot(place, Json.ABSENT);
        } else {
            base.remove(place);
        }
        return Done.of(new Patch.Remove(path));
    }

    private Done move(Edit.Move move, Place place) {
        long into = move.to().container();
        if (place.isRoot()
                || !isInBase(place)
                || !tree.isAlive(into, Times.BASE)
                || tree.isWithin(into, place, Times.BASE)) {
            return Done.NOTHING;
        }
        JsonPointer from = path(place);
        int lastIndex = place.home() instanceof Spot.InList slot && tree.inside(slot.container()) instanceof Slots list
                ? list.order().count(true) - 1
                : 0;
        Place put = base.put(place, move.to(), Objects.requireNonNull(place.base()));
        return new Done(Emission.move(from, path(put), lastIndex), false);
    }

    private Done restore(Edit.Restore restore, Place place) {
        if (Writes.restore(restore, Times.BASE, tree).fill() == 0) {
            return Done.NOTHING;
        }
        if (restore.to() == null) {
            return setElement(restore.content(), place);
        }
        Place put = put(place, restore.to(), restore.content());
        return Done.of(new Patch.Add(path(put), value(restore.content())));
    }

    // ----------------------------------------------------------------------------------------------------- helpers

    private boolean isInBase(Place place) {
        return place.isInBase() && tree.isAlive(place, Times.BASE);
    }

    private JsonPointer path(Place place) {
        return tree.path(tree.place(place.id()), Times.BASE);
    }

    private static JsonNode value(Content content) {
        return Objects.requireNonNull(content.value(), "what an edit brings in is known");
    }

    private Place put(Place place, Spot spot, Content content) {
        Content confirmed = base.content(place.atom(), content.id(), value(content));
        return shownAs(base.put(place, spot, confirmed), confirmed);
    }

    private void fill(Place place, Content content) {
        Content confirmed = base.content(place.atom(), content.id(), value(content));
        shownAs(base.fill(place, confirmed), confirmed);
    }

    /** What the view shows already stays what it shows. */
    private Place shownAs(Place place, Content confirmed) {
        Content shown = place.shown();
        if (shown != null && shown.id() == confirmed.id()) {
            return tree.show(tree.place(place.id()), place.at(), confirmed);
        }
        return tree.place(place.id());
    }
}
