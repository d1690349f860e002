package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which edits something makes a difference to when it changes: they are handed to who executes them again.
 *
 * @param tree where they are found
 * @param sink gets them, in no order; perhaps more than once
 */
record Dependants(Tree tree, Consumer<Edit> sink) {

    private void enqueue(Edit edit) {
        sink.accept(edit);
    }

    void enqueue(Edit[] edits, long after) {
        for (int i = edits.length - 1; i >= 0 && edits[i].time() > after; i--) {
            enqueue(edits[i]);
        }
    }

    /** All edits of an element that may have ceased to exist, and all in it. */
    void enqueueAll(Place place) {
        LongSet seen = new LongSet();
        enqueueAll(place, Times.BASE, true, seen);
    }

    private void enqueueAll(Place place, long time, boolean all, LongSet seen) {
        enqueueAbout(place, time, all, new LongSet());
        if (place.base() != null) {
            enqueueInside(place.base().id(), time, all, seen);
        }
        for (Edit[] edits : new Edit[][] {place.fills(), place.others()}) {
            for (Edit edit : edits) {
                if (edit.content() != null) {
                    enqueueInside(edit.content().id(), time, all, seen);
                }
            }
        }
    }

    /** The edits of an element, and of those that it stands for: all, or those that look around. */
    void enqueueAbout(Place place, long time, boolean all, LongSet seen) {
        if (!seen.add(place.id())) {
            return;
        }
        boolean whole = all || place.hasStandIn();
        place.forEachEntry(edit -> {
            if (edit.time() > time && (whole || edit.isConditional())) {
                enqueue(edit);
            }
            enqueueAlias(edit.element(), time, all, seen);
            if (edit instanceof Edit.SetMember set) {
                enqueueAlias(set.made(), time, all, seen);
            }
        });
        for (long alias : place.aliases()) {
            enqueueAlias(alias, time, all, seen);
        }
    }

    /** Those that put something back in an element, or at its place: they look at what it holds. */
    void enqueueRestores(Place place, long time) {
        for (Edit[] edits : new Edit[][] {place.fills(), place.others()}) {
            enqueueRestores(edits, time);
        }
        enqueueRestores(place.home(), time);
        for (Place.Step step : place.steps()) {
            enqueueRestores(step.to(), time);
        }
    }

    private void enqueueRestores(@Nullable Spot spot, long time) {
        Inside.Cell cell =
                spot instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object
                        ? object.cell(member.name())
                        : null;
        if (cell != null) {
            enqueueRestores(cell.edits(), time);
        }
    }

    private void enqueueRestores(Edit[] edits, long after) {
        for (int i = edits.length - 1; i >= 0 && edits[i].time() > after; i--) {
            if (edits[i] instanceof Edit.Restore) {
                enqueue(edits[i]);
            }
        }
    }

    private void enqueueAlias(long id, long time, boolean all, LongSet seen) {
        Place alias = seen.contains(id) ? null : tree.find(id);
        if (alias != null) {
            enqueueAbout(alias, time, all, seen);
        }
    }

    /** The edits inside a content: all, or those that look around. */
    void enqueueInside(long content, long time, boolean all, LongSet seen) {
        Inside inside = tree.inside(content);
        if (inside == null || !seen.add(content)) {
            return;
        }
        if (inside instanceof Members object) {
            object.cells().forEach((name, cell) -> {
                enqueue(cell.edits(), time);
                for (long id : cell.elements()) {
                    enqueueAt(id, time, all, seen);
                }
            });
        } else if (inside instanceof Slots list) {
            list.order().forEach(node -> {
                if (!node.isRun()) {
                    enqueueAt(node.element, time, all, seen);
                }
            });
        }
    }

    private void enqueueAt(long id, long time, boolean all, LongSet seen) {
        Place place = tree.find(id);
        if (place != null) {
            enqueueAll(place, time, all, seen);
        }
    }

    void enqueueChecksAround(long content, long time) {
        Inside inside = tree.hasChecks() ? tree.inside(content) : null;
        Place owner = inside == null ? null : tree.owner(inside);
        if (owner != null) {
            enqueueChecksAt(owner, time, new LongSet());
        }
    }

    /** The tests of an element and of all that it is in, at any time. */
    void enqueueChecksAt(Place place, long time, LongSet seen) {
        if (!tree.hasChecks() || !seen.add(place.id())) {
            return;
        }
        enqueueChecksOf(place, time, new LongSet());
        enqueueChecksAbove(place.home(), time, seen);
        for (Place.Step step : place.steps()) {
            enqueueChecksAbove(step.to(), time, seen);
        }
    }

    /** The tests of an element, and of those that it stands for. */
    private void enqueueChecksOf(Place place, long time, LongSet seen) {
        if (!seen.add(place.id())) {
            return;
        }
        for (Edit edit : place.others()) {
            if (edit.time() > time && edit instanceof Edit.Check) {
                enqueue(edit);
            }
        }
        for (Edit edit : place.fills()) {
            if (edit.element() != place.id()) {
                enqueueChecksOf(edit.element(), time, seen);
            }
            if (edit instanceof Edit.SetMember set && set.made() != place.id()) {
                enqueueChecksOf(set.made(), time, seen);
            }
        }
        for (long alias : place.aliases()) {
            enqueueChecksOf(alias, time, seen);
        }
    }

    private void enqueueChecksOf(long id, long time, LongSet seen) {
        Place alias = tree.find(id);
        if (alias != null) {
            enqueueChecksOf(alias, time, seen);
        }
    }

    private void enqueueChecksAbove(@Nullable Spot spot, long time, LongSet seen) {
        Inside inside = spot == null ? null : tree.inside(spot.container());
        Place owner = inside == null ? null : tree.owner(inside);
        if (owner != null) {
            enqueueChecksAt(owner, time, seen);
        }
    }
}
