package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An element that pending edits touch, with its stacks: where it is and what it holds, at the bottom in the base, above that by
 * each edit in its turn. The base of what is confirmed is the confirmed document; of what an edit brought in, it is that value as it
 * was brought in.
 *
 * @param home where it is in the base; null if it is not there, {@link Spot.Fixed#GONE} if an edit that has become part of the base
 *     removed it
 * @param base what it holds there; null if it is not there
 * @param at where the view shows it, seen from the container it is in; null for nowhere
 * @param shown what the view shows in it
 * @param steps the edits that bring it somewhere or away, by time
 * @param fills the edits that fill it, by time
 * @param others the edits that are about it and have no effect on it now, and checks, by time
 * @param standIn the element that stands for it in the base while it can't be reached there; 0 for none
 * @param aliases elements that it stands for in that way
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays are the smallest form of a stack
record Place(
        long id,
        AtomKey atom,
        @Nullable Spot home,
        @Nullable Content base,
        @Nullable Spot at,
        @Nullable Content shown,
        Step[] steps,
        Edit[] fills,
        Edit[] others,
        long standIn,
        long[] aliases) {
    private static final Step[] NO_STEPS = {};
    private static final Edit[] NO_EDITS = {};
    private static final long[] NOBODY = {};

    /** An edit that brings an element to a spot; mostly the edit's own element, else one that has to give way to it. */
    record Step(Edit edit, Spot to) {}

    /** An element in the base that nothing is pending for. */
    static Place of(long id, AtomKey atom, Spot home, Content base) {
        return new Place(id, atom, home, base, home, base, NO_STEPS, NO_EDITS, NO_EDITS, 0, NOBODY);
    }

    /** An element that is nowhere yet. */
    static Place nowhere(long id, AtomKey atom) {
        return new Place(id, atom, null, null, null, null, NO_STEPS, NO_EDITS, NO_EDITS, 0, NOBODY);
    }

    boolean isRoot() {
        return home == Spot.Fixed.ROOT;
    }

    /** Whether the base has it, a document that does not exist included. */
    boolean isInBase() {
        return base != null;
    }

    /** Where the stack puts it, seen by an edit whose turn is at {@code time}. */
    @Nullable
    Spot spot(long time) {
        for (int i = steps.length - 1; i >= 0; i--) {
            if (steps[i].edit().time() < time && !(steps[i].to() instanceof Spot.Forward)) {
                return steps[i].to();
            }
        }
        return home;
    }

    /** The element that stands for it, seen by an edit whose turn is at {@code time}, if it can't be reached itself; 0 for none. */
    long standIn(long time) {
        for (int i = steps.length - 1; i >= 0; i--) {
            if (steps[i].edit().time() < time && steps[i].to() instanceof Spot.Forward forward) {
                return forward.element();
            }
        }
        return standIn;
    }

    /** Whether it depends on what can be reached whom the edits about it concern. */
    boolean hasStandIn() {
        return standIn(Times.END) != 0;
    }

    /** What the stack puts into it, seen by an edit whose turn is at {@code time}. */
    @Nullable
    Content content(long time) {
        for (int i = fills.length - 1; i >= 0; i--) {
            if (fills[i].time() < time) {
                return filled(fills[i]);
            }
        }
        return base;
    }

    private static Content filled(Edit edit) {
        Content content = edit.content();
        return content == null ? Tree.NO_DOCUMENT : content; // only a removal of a document fills with none
    }

    boolean isIdle() {
        return steps.length == 0 && fills.length == 0 && others.length == 0;
    }

    /** All edits that are about this element. */
    void forEachEdit(Consumer<Edit> visitor) {
        forEachEntry(edit -> {
            if (edit.element() == id) {
                visitor.accept(edit);
            }
        });
    }

    /** All edits that are about this element, or about another one that it stands for, or have it give way. */
    void forEachEntry(Consumer<Edit> visitor) {
        for (Step step : steps) {
            visitor.accept(step.edit());
        }
        for (Edit edit : fills) {
            if (!has(steps, edit.time())) {
                visitor.accept(edit);
            }
        }
        for (Edit edit : others) {
            visitor.accept(edit);
        }
    }

    Place withStandIn(long element) {
        return new Place(id, atom, home, base, at, shown, steps, fills, others, element, aliases);
    }

    Place withAlias(long alias) {
        long[] more = Arrays.copyOf(aliases, aliases.length + 1);
        more[aliases.length] = alias;
        return new Place(id, atom, home, base, at, shown, steps, fills, others, standIn, more);
    }

    static boolean has(Step[] steps, long time) {
        for (int i = steps.length - 1; i >= 0 && steps[i].edit().time() >= time; i--) {
            if (steps[i].edit().time() == time) {
                return true;
            }
        }
        return false;
    }

    // ------------------------------------------------------------------------------------------------------- change

    Place withBase(@Nullable Spot newHome, @Nullable Content newBase) {
        return new Place(id, atom, newHome, newBase, at, shown, steps, fills, others, standIn, aliases);
    }

    Place withView(@Nullable Spot newAt, @Nullable Content newShown) {
        return new Place(id, atom, home, base, newAt, newShown, steps, fills, others, standIn, aliases);
    }

    /** Its lowest fill has become its base. */
    Place settled(Content newBase, @Nullable Content newShown) {
        Edit[] rest = fills.length == 1 ? NO_EDITS : Arrays.copyOfRange(fills, 1, fills.length);
        return new Place(id, atom, home, newBase, at, newShown, steps, rest, others, standIn, aliases);
    }

    Place with(Step step) {
        Step[] more = Arrays.copyOf(steps, steps.length + 1);
        int i = steps.length;
        while (i > 0 && more[i - 1].edit().time() > step.edit().time()) {
            more[i] = more[--i];
        }
        more[i] = step;
        return new Place(id, atom, home, base, at, shown, more, fills, others, standIn, aliases);
    }

    Place withFill(Edit edit) {
        return new Place(id, atom, home, base, at, shown, steps, plus(fills, edit), others, standIn, aliases);
    }

    Place withOther(Edit edit) {
        return new Place(id, atom, home, base, at, shown, steps, fills, plus(others, edit), standIn, aliases);
    }

    /** Without all that the edit of that time does to it. */
    Place without(long time) {
        Step[] fewer = steps;
        for (int i = 0; i < steps.length; i++) {
            if (steps[i].edit().time() == time) {
                fewer = Arrays.copyOf(steps, steps.length - 1);
                System.arraycopy(steps, i + 1, fewer, i, steps.length - 1 - i);
                break;
            }
        }
        return new Place(
                id, atom, home, base, at, shown, fewer, minus(fills, time), minus(others, time), standIn, aliases);
    }

    static Edit[] plus(Edit[] edits, Edit edit) {
        Edit[] more = Arrays.copyOf(edits, edits.length + 1);
        int i = edits.length;
        while (i > 0 && more[i - 1].time() > edit.time()) {
            more[i] = more[--i];
        }
        more[i] = edit;
        return more;
    }

    static Edit[] minus(Edit[] edits, long time) {
        int low = 0;
        int high = edits.length - 1;
        if (high >= 0 && edits[0].time() == time) { // an acknowledgement takes the first
            high = 0;
        }
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = edits[middle].time();
            if (found == time) {
                Edit[] fewer = Arrays.copyOf(edits, edits.length - 1);
                System.arraycopy(edits, middle + 1, fewer, middle, edits.length - 1 - middle);
                return fewer;
            } else if (found < time) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return edits;
    }
}
