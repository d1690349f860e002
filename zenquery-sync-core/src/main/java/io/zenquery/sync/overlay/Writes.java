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
            return new Writes(Map.of(place.id(), new Spot.InList(insert.list(), insert.label())), place.id());
        } else if (edit instanceof Edit.SetElement) {
            return new Writes(Map.of(), tree.resolved(place, edit.time()).id());
        } else if (edit instanceof Edit.Delete delete) {
            return delete(delete, tree.resolved(place, edit.time()), tree);
        } else if (edit instanceof Edit.SetMember set) {
            return setMember(set, place, tree);
        } else if (edit instanceof Edit.Move move) {
            return move(move, tree.resolved(place, edit.time()), tree);
        } else if (edit instanceof Edit.Restore restore) {
            return restore(restore, place, tree);
        }
        return NONE;
    }

    private static Writes delete(Edit.Delete delete, Place target, Tree tree) {
        if (target.isRoot()) {
            return new Writes(Map.of(), target.id());
        }
        Spot.Member member = delete.member();
        if (member != null && !tree.isAlive(target, delete.time())) {
            Place present = tree.isAlive(member.container(), delete.time())
                            && tree.inside(member.container()) instanceof Members object
                    ? tree.occupant(object, member.name(), delete.time())
                    : null;
            return present == null || !isMeant(present, delete)
                    ? NONE
                    : new Writes(Map.of(present.id(), Spot.Fixed.GONE), 0);
        }
        return new Writes(Map.of(target.id(), Spot.Fixed.GONE), 0);
    }

    /**
     * Whether {@code present} is what a removal of a member means, now that the one it was about is gone: a pending edit made it, also if the
     * server has taken that over, or one before the removal wrote it as it had written the other.
     */
    static boolean isMeant(Place present, Edit.Delete delete) {
        boolean meant = Tree.isOwn(present.id());
        for (Edit fill : Tree.isOwn(delete.element()) ? new Edit[0] : present.fills()) {
            meant |= fill.time() < delete.time()
                    && fill instanceof Edit.SetMember set
                    && new Spot.Member(set.object(), set.name()).equals(delete.member());
        }
        return meant;
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
     * What is put back gives way to what pending edits before it have done to the element, and have put in its place: so it is as if it
     * stood below all of them.
     */
    private static Writes restore(Edit.Restore restore, Place place, Tree tree) {
        long time = restore.time();
        if (restore.to() == null) {
            boolean covered = false;
            for (Edit fill : place.fills()) {
                covered |= fill.time() < time && !(fill instanceof Edit.Restore);
            }
            return covered ? NONE : new Writes(Map.of(), place.id());
        }
        boolean moved = place.steps().length > 0 && place.steps()[0].edit().time() < time;
        if (moved || tree.isAlive(tree.resolved(place, time), time)) {
            return NONE;
        }
        if (restore.to() instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
            Place present = tree.occupant(object, member.name(), time);
            if (present != null && present.id() != place.id() && isBrought(present, time)) {
                return NONE;
            }
        }
        return new Writes(arrival(place, restore.to(), time, tree), place.id());
    }

    /** Whether a pending edit has it where it is. */
    private static boolean isBrought(Place place, long time) {
        boolean brought = false;
        for (Place.Step step : place.steps()) {
            brought |= step.edit().time() < time && !(step.edit() instanceof Edit.Restore);
        }
        return brought;
    }

    /** The step of an element to a spot, and of another one that has to give way there. */
    private static Map<Long, Spot> arrival(Place place, Spot to, long time, Tree tree) {
        if (to instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
            Place present = tree.occupant(object, member.name(), time);
            if (present != null && present.id() != place.id()) {
                return Map.of(place.id(), to, present.id(), Spot.Fixed.GONE);
            }
        }
        return Map.of(place.id(), to);
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
