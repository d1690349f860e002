package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.patch.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an edit does when its turn comes: the one place that says so, for an edit that is executed for the first time, and for one that is
 * executed again since something below it has changed.
 *
 * @param steps whom it brings where
 * @param fill whom it fills; 0 for nobody
 */
record Writes(Map<Long, Spot> steps, long fill) {
    static final Writes NONE = new Writes(Map.of(), 0);

    boolean isSame(Writes other) {
        return fill == other.fill && steps.equals(other.steps);
    }

    /** The writes of {@code edit}, by what is where at its time. */
    static Writes of(Edit edit, Tree tree) {
        Place place = tree.place(edit.element());
        if (edit instanceof Edit.Insert insert) {
            return tree.isAlive(insert.list(), edit.time())
                    ? new Writes(Map.of(place.id(), new Spot.InList(insert.list(), insert.label())), place.id())
                    : NONE;
        } else if (edit instanceof Edit.SetElement) {
            Place target = tree.resolved(place, edit.time());
            return tree.isAlive(target, edit.time()) ? new Writes(Map.of(), target.id()) : NONE;
        } else if (edit instanceof Edit.Delete delete) {
            return delete(delete, tree);
        } else if (edit instanceof Edit.SetMember set) {
            return setMember(set, place, tree);
        } else if (edit instanceof Edit.Move move) {
            return move(move, tree.resolved(place, edit.time()), tree);
        } else if (edit instanceof Edit.Restore restore) {
            return restore(restore, edit.time(), tree);
        }
        return NONE;
    }

    private static Writes delete(Edit.Delete delete, Tree tree) {
        Place target = removed(delete, delete.time(), tree);
        if (!tree.isAlive(target, delete.time())) {
            return NONE;
        }
        return target.isRoot()
                ? new Writes(Map.of(), target.id())
                : new Writes(Map.of(target.id(), Spot.Fixed.GONE), 0);
    }

    /** The element that {@code delete} removes: the one that it is about, or, if that is not there, what stands for it. */
    static Place removed(Edit.Delete delete, long when, Tree tree) {
        Place own = tree.resolved(tree.place(delete.element()), when);
        if (delete.also().isEmpty() || tree.isAlive(own, when)) {
            return own;
        }
        for (Long id : delete.also()) {
            Place other = tree.find(id);
            Place present = other == null ? null : tree.resolved(other, when);
            if (present != null && tree.isAlive(present, when)) {
                return present;
            }
        }
        return own;
    }

    private static Writes setMember(Edit.SetMember set, Place place, Tree tree) {
        long time = set.time();
        @Nullable Place target = tree.resolved(place, time);
        boolean fallsBack = !tree.isAlive(target, time);
        if (fallsBack) {
            if (!tree.isAlive(set.object(), time) || !(tree.inside(set.object()) instanceof Members object)) {
                return NONE;
            }
            target = tree.occupant(object, set.name(), time);
        }
        long landing = target == null ? set.made() : target.id();
        Map<Long, Spot> steps = new LinkedHashMap<>();
        if (target == null) {
            steps.put(landing, new Spot.Member(set.object(), set.name()));
        }
        if (fallsBack && set.element() != landing) {
            steps.put(set.element(), new Spot.Forward(landing));
        }
        if (set.made() != landing && tree.find(set.made()) != null) {
            steps.put(set.made(), new Spot.Forward(landing)); // what others know as made here is what was found here
        }
        return new Writes(steps, landing);
    }

    private static Writes move(Edit.Move move, Place target, Tree tree) {
        long time = move.time();
        boolean possible = !target.isRoot()
                && tree.isAlive(target, time)
                && tree.isAlive(move.to().container(), time)
                && !tree.isWithin(move.to().container(), target, time);
        return possible ? new Writes(arrival(target, move.to(), time, tree), 0) : NONE;
    }

    /**
     * What is put back is there when the turn of the edit comes that needs it. It gives way to what pending edits before have done: they have
     * removed it too, or made something in its place. That the server has taken this over since makes no difference, so nothing changes
     * when an earlier mutation is acknowledged.
     */
    static Writes restore(Edit.Restore restore, long when, Tree tree) {
        Place place = tree.place(restore.element());
        if (restore.to() == null) {
            Content present = place.content(when);
            return present == null || present.id() == restore.content().id() || Tree.isOwn(present.id())
                    ? NONE
                    : new Writes(Map.of(), place.id());
        }
        if (place.spot(when) == Spot.Fixed.GONE
                || tree.isAlive(tree.resolved(place, when), when)
                || !tree.isAlive(restore.to().container(), when)) {
            return NONE;
        }
        Place present = occupant(restore.to(), when, tree);
        Content content = present == null ? null : present.content(when);
        if (present != null && (Tree.isOwn(present.id()) || (content != null && Tree.isOwn(content.id())))) {
            return NONE;
        }
        return new Writes(arrival(place, restore.to(), when, tree), place.id());
    }

    private static @Nullable Place occupant(Spot spot, long when, Tree tree) {
        return spot instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object
                ? tree.occupant(object, member.name(), when)
                : null;
    }

    /** The step of an element to a spot, and of another one that has to give way there. */
    private static Map<Long, Spot> arrival(Place place, Spot to, long time, Tree tree) {
        Place present = occupant(to, time, tree);
        return present != null && present.id() != place.id()
                ? Map.of(place.id(), to, present.id(), Spot.Fixed.GONE)
                : Map.of(place.id(), to);
    }

    /** The writes that the tree has of {@code edit}. */
    static Writes present(Edit edit, Tree tree) {
        Map<Long, Spot> steps = new LinkedHashMap<>();
        long fill = collect(edit, tree.place(edit.element()), steps);
        for (long id : tree.elsewhere(edit.time())) {
            Place place = tree.find(id);
            fill = place == null ? fill : Math.max(fill, collect(edit, place, steps));
        }
        return new Writes(steps, fill);
    }

    private static long collect(Edit edit, Place place, Map<Long, Spot> steps) {
        if (Place.has(place.steps(), edit.time())) {
            for (Place.Step step : place.steps()) {
                if (step.edit().time() == edit.time()) {
                    steps.put(place.id(), step.to());
                }
            }
        }
        for (int i = place.fills().length - 1; i >= 0 && place.fills()[i].time() >= edit.time(); i--) {
            if (place.fills()[i].time() == edit.time()) {
                return place.id();
            }
        }
        return 0;
    }

    /** The member that {@code edit} means by its name; null for none. */
    static Spot.@Nullable Member member(Edit edit) {
        if (edit instanceof Edit.SetMember set) {
            return new Spot.Member(set.object(), set.name());
        } else if (edit instanceof Edit.Move move && move.to() instanceof Spot.Member member) {
            return member;
        }
        if (edit instanceof Edit.Delete delete) {
            return delete.member();
        }
        return edit instanceof Edit.Restore restore && restore.to() instanceof Spot.Member member ? member : null;
    }

    /** The slot that {@code edit} puts its element into; null for none. */
    static Spot.@Nullable InList slot(Edit edit) {
        if (edit instanceof Edit.Insert insert) {
            return new Spot.InList(insert.list(), insert.label());
        }
        Spot to =
                edit instanceof Edit.Move move ? move.to() : edit instanceof Edit.Restore restore ? restore.to() : null;
        return to instanceof Spot.InList slot ? slot : null;
    }

    /** Whether a test holds when its turn comes. */
    static boolean holds(Edit.Check check, Tree tree) {
        Place target = tree.resolved(tree.place(check.element()), check.time());
        Content content = target.content(check.time());
        if (!tree.isAlive(target, check.time()) || content == null || content.isAbsent()) {
            return false;
        }
        JsonNode value = tree.render(target, check.time());
        return value == null || Json.sameValue(value, check.value());
    }
}
