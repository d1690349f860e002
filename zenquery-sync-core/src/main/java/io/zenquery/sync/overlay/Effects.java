package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives edits other effects than they had, and names those that this makes a difference to.
 *
 * <p>What most edits do depends on nothing: an insert makes its element, a set fills its element, whatever else is where. Only
 * sets of members, moves and tests look around, and only they are executed again, when something they looked at has changed.
 */
final class Effects {
    private final Tree tree;
    private final Links links;
    private final Dependants dependants;
    private final LongSet changed = new LongSet();

    /** @param sink gets the edits that have to be executed again */
    Effects(Tree tree, Links links, Consumer<Edit> sink) {
        this.tree = tree;
        this.links = links;
        this.dependants = new Dependants(tree, sink);
    }

    /** The elements that are perhaps somewhere else, or hold something else, than the view shows. */
    LongSet changed() {
        return changed;
    }

    void note(long id) {
        changed.add(id);
    }

    /** A new edit at the end of the queue: nothing comes after it that it could make a difference to. */
    void append(Edit edit) {
        links.prepare(edit);
        Writes writes = Writes.of(edit, tree);
        links.enter(edit, writes);
        for (Long id : writes.steps().keySet()) {
            note(id);
        }
        note(writes.fill() == 0 ? edit.element() : writes.fill());
    }

    /** A new edit in the middle, without any effect yet. */
    void insert(Edit edit) {
        links.prepare(edit);
        links.enter(edit, Writes.NONE);
        note(edit.element());
    }

    void rewrite(Edit edit) {
        replace(edit, Writes.of(edit, tree));
    }

    void replace(Edit edit, Writes after) {
        Writes present = Writes.present(edit, tree);
        if (present.isSame(after)) {
            return;
        }
        Set<Long> concerned = new LinkedHashSet<>(present.steps().keySet());
        concerned.addAll(after.steps().keySet());
        List<Runnable> events = new ArrayList<>();
        long next = edit.time() + 1;
        for (Long id : concerned) {
            Place place = tree.find(id);
            Spot spot = place == null ? null : place.spot(next);
            long standIn = place == null ? 0 : place.standIn(next);
            events.add(() -> {
                moved(id, spot, tree.place(id).spot(next), edit.time());
                if (standIn != tree.place(id).standIn(next)) {
                    dependants.enqueueAbout(tree.place(id), edit.time(), true, new LongSet());
                }
            });
        }
        for (long id : new long[] {present.fill(), after.fill()}) {
            if (id != 0) {
                Place place = tree.find(id);
                Content content = place == null ? null : place.content(next);
                events.add(() -> filled(id, content, tree.place(id).content(next), edit.time()));
                if (edit instanceof Edit.SetMember set && id != set.element()) {
                    events.add(() -> enqueueMember(new Spot.Member(set.object(), set.name()), set.time()));
                }
            }
        }
        links.leave(edit);
        links.enter(edit, after);
        events.forEach(Runnable::run);
    }

    /** The edit goes for good. What it had made, or put into its element, may have ceased to exist. */
    void discard(Edit edit) {
        Writes present = Writes.present(edit, tree);
        boolean madeNothing = present.fill() != 0 && present.steps().isEmpty();
        replace(edit, Writes.NONE);
        leave(edit);
        if (madeNothing) {
            enqueueFilling(edit);
        } else {
            enqueueDependants(edit);
        }
    }

    /** The edit goes; what it did stays in the base. */
    void leave(Edit edit) {
        note(edit.element());
        for (long id : tree.elsewhere(edit.time())) {
            note(id);
        }
        links.leave(edit);
        links.forget(edit);
    }

    /** What {@code edit} made, if anything, may have ceased to exist. */
    void enqueueDependants(Edit edit) {
        if (edit.isCreator()) {
            dependants.enqueueAll(tree.place(edit.element()));
        }
        enqueueFilling(edit);
    }

    /** What {@code edit} put into its element is gone. */
    private void enqueueFilling(Edit edit) {
        Content content = edit.content();
        if (content != null) {
            dependants.enqueueInside(content.id(), edit.time(), true, new LongSet());
        }
    }

    // ----------------------------------------------------------------------------------------------------- the base

    void movedInBase(Place place, @Nullable Spot spotBefore) {
        moved(place.id(), spotBefore, place.home(), Times.BASE);
        if (place.home() == null) {
            dependants.enqueueAll(place);
        }
    }

    void filledInBase(Place place, @Nullable Content contentBefore) {
        Content now = place.base();
        filled(place.id(), contentBefore, now, Times.BASE);
        if (contentBefore != null && (now == null || now.id() != contentBefore.id())) {
            dependants.enqueueInside(contentBefore.id(), Times.BASE, true, new LongSet());
        }
    }

    void stoodForInBase(Place place) {
        dependants.enqueueAbout(place, Times.BASE, true, new LongSet());
    }

    /** Something in {@code place} has changed, or all of it. */
    void changedInside(Place place) {
        dependants.enqueueChecksAt(place, Times.BASE, new LongSet());
    }

    // ------------------------------------------------------------------------------------------------------- events

    private void moved(long id, @Nullable Spot from, @Nullable Spot to, long time) {
        if (Objects.equals(from, to)) {
            return;
        }
        note(id);
        Place place = tree.place(id);
        dependants.enqueueAbout(place, time, true, new LongSet());
        for (Spot spot : new @Nullable Spot[] {from, to}) {
            if (spot instanceof Spot.Member member) {
                enqueueMember(member, time);
            }
            if (spot != null) {
                dependants.enqueueChecksAround(spot.container(), time);
            }
        }
        LongSet seen = new LongSet(); // what can't be reached has no edits that do anything, so all look at it
        if (place.base() != null) {
            dependants.enqueueInside(place.base().id(), time, true, seen);
        }
        for (Edit fill : place.fills()) {
            if (fill.content() != null) {
                dependants.enqueueInside(fill.content().id(), time, true, seen);
            }
        }
    }

    /** Those that mean a member by its name: who writes or stands there makes a difference to them. */
    private void enqueueMember(Spot.Member member, long time) {
        if (tree.inside(member.container()) instanceof Members object) {
            Cell cell = object.cell(member.name());
            if (cell != null) {
                dependants.enqueue(cell.edits(), time);
            }
        }
    }

    private void filled(long id, @Nullable Content from, @Nullable Content to, long time) {
        if (Content.same(from, to)) {
            return;
        }
        note(id);
        if (from == null || to == null || from.id() != to.id()) {
            dependants.enqueueRestores(tree.place(id), time);
            LongSet seen = new LongSet();
            for (Content content : new @Nullable Content[] {from, to}) {
                if (content != null) {
                    dependants.enqueueInside(content.id(), time, true, seen);
                }
            }
        }
        dependants.enqueueChecksAt(tree.place(id), time, new LongSet());
    }
}
