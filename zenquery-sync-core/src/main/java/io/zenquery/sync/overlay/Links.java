package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import java.util.Arrays;
import java.util.Map;

/** Enters what edits do into the stacks of the elements that they do it to, and takes it out again. */
final class Links {
    private static final long[] NOBODY = {};

    private final Tree tree;

    Links(Tree tree) {
        this.tree = tree;
    }

    /** Makes the element, slot or member that a new edit is about, where there is none yet, without any effect. */
    void prepare(Edit edit) {
        if (tree.find(edit.element()) == null) {
            tree.put(Place.nowhere(edit.element(), edit.atom()));
        }
        if (edit instanceof Edit.Check) {
            tree.addChecks(1);
        }
        Spot.InList slot = Writes.slot(edit);
        if (slot != null
                && tree.inside(slot.container()) instanceof Slots list
                && list.order().find(slot.label()) == null) {
            tree.put(list.with(list.order().with(Skeleton.slot(slot.label(), edit.element(), false, false))));
        }
        Spot.Member member = Writes.member(edit);
        if (member != null && tree.inside(member.container()) instanceof Members object) {
            Inside.Cell cell = object.cell(member.name());
            tree.put(object.with(
                    member.name(),
                    (cell == null ? Inside.Cell.EMPTY : cell).with(edit).with(edit.element())));
        }
    }

    /** Enters {@code writes}; an edit that does nothing is only noted with its element. */
    void enter(Edit edit, Writes writes) {
        for (Map.Entry<Long, Spot> step : writes.steps().entrySet()) {
            Place place = tree.find(step.getKey());
            Place known = place == null ? Place.nowhere(step.getKey(), edit.atom()) : place;
            tree.put(known.with(new Place.Step(edit, step.getValue())));
            arrive(step.getKey(), step.getValue());
        }
        if (writes.fill() != 0) {
            tree.put(tree.place(writes.fill()).withFill(edit));
        }
        note(edit, edit.element(), writes);
        if (edit instanceof Edit.SetMember set && set.made() != set.element()) {
            note(edit, set.made(), writes);
        } else if (edit instanceof Edit.Delete delete) {
            delete.also().forEach(id -> note(edit, id, writes));
        }
        tree.elsewhere(edit.time(), elsewhere(edit, writes));
        Content content = edit.content();
        Inside inside = content == null ? null : tree.inside(content.id());
        long owner = writes.fill() == 0 ? edit.element() : writes.fill();
        if (inside != null && inside.owner() != owner && !isInBase(inside)) {
            tree.put(inside.ownedBy(owner, inside.value()));
        }
    }

    private boolean isInBase(Inside inside) {
        Place owner = tree.owner(inside);
        Content base = owner == null ? null : owner.base();
        return base != null && base.id() == inside.id();
    }

    /** Notes the edit with an element that it has no effect on now, but may have. */
    private void note(Edit edit, long element, Writes writes) {
        Place place = tree.find(element);
        if (place != null && writes.fill() != element && !writes.steps().containsKey(element)) {
            tree.put(place.withOther(edit));
        }
    }

    private long[] elsewhere(Edit edit, Writes writes) {
        long[] ids = new long
                [writes.steps().size()
                        + 2
                        + (edit instanceof Edit.Delete delete ? delete.also().size() : 0)];
        int count = 0;
        for (Long id : writes.steps().keySet()) {
            count = with(ids, count, edit, id);
        }
        count = with(ids, count, edit, writes.fill());
        if (edit instanceof Edit.SetMember set && tree.find(set.made()) != null) {
            count = with(ids, count, edit, set.made());
        } else if (edit instanceof Edit.Delete delete) {
            for (Long id : delete.also()) {
                count = with(ids, count, edit, id);
            }
        }
        return count == 0 ? NOBODY : Arrays.copyOf(ids, count);
    }

    private static int with(long[] ids, int count, Edit edit, long id) {
        boolean known = id == 0 || id == edit.element();
        for (int i = 0; i < count; i++) {
            known |= ids[i] == id;
        }
        if (!known) {
            ids[count] = id;
        }
        return known ? count : count + 1;
    }

    /** The member that an element is brought to has to know it. */
    private void arrive(long element, Spot spot) {
        if (spot instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
            Inside.Cell cell = object.cell(member.name());
            tree.put(object.with(member.name(), (cell == null ? Inside.Cell.EMPTY : cell).with(element)));
        }
    }

    /** Takes out all that {@code edit} does. */
    void leave(Edit edit) {
        tree.put(tree.place(edit.element()).without(edit.time()));
        for (long id : tree.elsewhere(edit.time())) {
            Place place = tree.find(id);
            if (place != null) {
                tree.put(place.without(edit.time()));
            }
        }
        tree.elsewhere(edit.time(), NOBODY);
    }

    /** Forgets the member or slot that {@code edit} was about; for one that is dropped. */
    void forget(Edit edit) {
        if (edit instanceof Edit.Check) {
            tree.addChecks(-1);
        }
        Spot.Member member = Writes.member(edit);
        if (member != null && tree.inside(member.container()) instanceof Members object) {
            Inside.Cell cell = object.cell(member.name());
            if (cell != null) {
                tree.put(object.with(member.name(), cell.without(edit)));
                tree.vacate(member, edit.element());
            }
        }
        Spot.InList slot = Writes.slot(edit);
        if (slot != null) {
            tree.vacate(slot, edit.element());
        }
    }
}
