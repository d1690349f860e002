package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Collision.Kind;
import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Executes again those pending edits, in their order, that what has changed below them may make a difference to: the one place where
 * edits meet a change. Register, delta, snapshot, acknowledgement and rejection all end here.
 *
 * <p>What most edits do depends on nothing: an insert makes its element, a set fills its element, whatever else is where. Only
 * sets of members, moves and tests look around, and only they are executed again, when something they looked at has
 * changed. An edit of what does not exist any more is lost, and one that meets a change collides: both are decided here.
 */
final class Rework implements Base.Listener {
    private final Tree tree;
    private final Links links;
    private final Existence existence;
    private final Dependants dependants;
    private final Cause cause;
    private final PriorityQueue<Edit> dirty = new PriorityQueue<>((a, b) -> Long.compare(a.time(), b.time()));
    private final Set<Long> queued = new HashSet<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private final List<Resolution> resolutions = new ArrayList<>();
    private final Reveal reveal;
    private final Pending before;
    private TreePMap<Long, PendingEdits> queue;

    /** Says what an edit was in the view before the change. */
    interface Pending {
        Patch patch(Edit edit);
    }

    Rework(Tree tree, TreePMap<Long, PendingEdits> queue, Cause cause, Reveal reveal, Pending before) {
        this.tree = tree;
        this.reveal = reveal;
        this.links = new Links(tree);
        this.existence = new Existence(tree);
        this.dependants = new Dependants(tree, this::enqueue);
        this.queue = queue;
        this.cause = cause;
        this.before = before;
    }

    TreePMap<Long, PendingEdits> queue() {
        return queue;
    }

    /** The elements that are perhaps somewhere else, or hold something else, than the view shows. */
    Set<Long> changed() {
        return changed;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    // ---------------------------------------------------------------------------------------------- what can happen

    /** A new edit at the end of the queue: nothing comes after it that it could make a difference to. */
    void append(Edit edit) {
        links.prepare(edit);
        Writes writes = Writes.of(edit, tree);
        links.enter(edit, writes);
        writes.steps().keySet().forEach(this::note);
        note(writes.fill() == 0 ? edit.element() : writes.fill());
    }

    /** A new edit in the middle: at the end of the corrections. */
    void insert(Edit edit) {
        links.prepare(edit);
        links.enter(edit, Writes.NONE);
        rewrite(edit);
        note(edit.element());
    }

    void add(PendingEdits mutation) {
        queue = queue.plus(mutation.seq(), mutation);
    }

    /** A mutation has become part of the base, as its edits said, but for those {@code without} effect there. */
    void retire(PendingEdits mutation, List<Edit> without) {
        queue = queue.minus(mutation.seq());
        for (Edit edit : mutation.edits()) {
            links.leave(edit);
            links.forget(edit);
            note(edit.element());
        }
        without.forEach(this::enqueueDependants);
    }

    /** Takes a mutation out of the queue. */
    void remove(PendingEdits mutation) {
        queue = queue.minus(mutation.seq());
        for (Edit edit : mutation.edits()) {
            discard(edit);
        }
    }

    /** The base has an element elsewhere from now on; {@code spotBefore} null if it was not there. */
    @Override
    public void moved(Place place, @Nullable Spot spotBefore) {
        moved(place.id(), spotBefore, place.home(), Times.BASE);
        if (place.home() == null) {
            dependants.enqueueAll(place);
        }
    }

    /** The base has other content in an element from now on. */
    @Override
    public void filled(Place place, @Nullable Content contentBefore) {
        Content now = place.base();
        filled(place.id(), contentBefore, now, Times.BASE);
        if (contentBefore != null && (now == null || now.id() != contentBefore.id())) {
            dependants.enqueueInside(contentBefore.id(), Times.BASE, true, new HashSet<>());
        }
    }

    @Override
    public void stoodFor(Place place) {
        dependants.enqueueAbout(place, Times.BASE, true, new HashSet<>());
    }

    /** Notes what the base is about to lose. */
    @Override
    public void before(Place place, @Nullable Spot spot) {
        Content base = place.base();
        if (base != null) {
            cause.remove(new Cause.Removed(place.id(), spot, base, tree.baseValue(place)));
            if (spot == null && Content.same(base, place.shown())) {
                reveal.capture(place);
            }
        }
    }

    /** Something in {@code place} has changed, or all of it. */
    void changedInside(Place place) {
        dependants.enqueueChecksAt(place, Times.BASE, new HashSet<>());
    }

    void meet(Edit edit) {
        cause.met.add(edit.time());
        enqueue(edit);
    }

    /** Executes what has to be executed again, in the order of the edits. */
    void run() {
        while (!dirty.isEmpty()) {
            Edit edit = dirty.remove();
            queued.remove(edit.time());
            PendingEdits mutation = queue.get(edit.seq());
            if (mutation != null && tree.find(edit.element()) != null && mutation.has(edit.time())) {
                execute(edit, mutation);
            }
        }
    }

    // ----------------------------------------------------------------------------------------------------- execute

    private void execute(Edit edit, PendingEdits mutation) {
        if (cause.met.remove(edit.time())) {
            Decision decision = decide(edit, Kind.SAME_PLACE);
            if (decision == Decision.DROP) {
                drop(edit);
                return;
            }
            if (decision == Decision.HIDE) {
                hide(edit.seq());
                return;
            }
        }
        if (!mutation.visible()) {
            if (!mutation.hidden() && edit instanceof Edit.Check) {
                bringBack(mutation);
            }
        } else if (existence.isLost(edit)) {
            lose(edit);
        } else if (edit instanceof Edit.Check check) {
            if (!Writes.holds(check, tree)) {
                takeOut(mutation.in(false));
            }
        } else {
            rewrite(edit);
        }
    }

    private void lose(Edit edit) {
        if (edit instanceof Edit.Delete) {
            drop(edit); // both removed it: nothing is left to disagree about
            return;
        }
        Decision decision = decide(edit, cause.kind);
        if (decision == Decision.HIDE) {
            hide(edit.seq());
            return;
        }
        if (decision == Decision.RESTORE && restore(edit)) {
            rewrite(edit);
        } else {
            drop(edit);
        }
    }

    /** Puts back what the edit has lost; false if that can't be done. */
    private boolean restore(Edit edit) {
        PendingEdits mutation = Objects.requireNonNull(queue.get(edit.seq()));
        Edit restore = new Restoration(tree, existence, cause).of(edit, mutation.edits());
        if (restore == null) {
            return false;
        }
        queue = queue.plus(edit.seq(), mutation.with(restore));
        links.prepare(restore);
        links.enter(restore, Writes.NONE);
        rewrite(restore);
        return !existence.isLost(edit);
    }

    private Decision decide(Edit edit, Kind kind) {
        if (edit.seq() < 0) {
            return Decision.DROP; // the server overwrites a correction, and nobody is asked
        }
        Collision collision = new Collision(edit.atom(), edit.seq(), kind, before.patch(edit));
        Decision decision = kind == Kind.DEPENDENCY ? Decision.DROP : cause.policy.decide(collision);
        resolutions.add(new Resolution(collision, decision));
        return decision;
    }

    private void drop(Edit edit) {
        PendingEdits mutation = Objects.requireNonNull(queue.get(edit.seq()));
        queue = queue.plus(edit.seq(), mutation.without(edit));
        discard(edit);
    }

    private void discard(Edit edit) {
        Writes present = Writes.present(edit, tree);
        boolean madeNothing = present.fill() != 0 && present.steps().isEmpty();
        replace(edit, Writes.NONE);
        links.leave(edit);
        links.forget(edit);
        note(edit.element());
        if (madeNothing) {
            enqueueFilling(edit);
        } else {
            enqueueDependants(edit);
        }
    }

    /** What {@code edit} made, if anything, may have ceased to exist. */
    private void enqueueDependants(Edit edit) {
        if (edit.isCreator() || edit instanceof Edit.Restore) {
            dependants.enqueueAll(tree.place(edit.element()));
        }
        enqueueFilling(edit);
    }

    /** What {@code edit} put into its element is gone. */
    private void enqueueFilling(Edit edit) {
        Content content = edit.content();
        if (content != null) {
            dependants.enqueueInside(content.id(), edit.time(), true, new HashSet<>());
        }
    }

    private void hide(long seq) {
        PendingEdits mutation = Objects.requireNonNull(queue.get(seq));
        if (!mutation.hidden()) {
            takeOut(mutation.asHidden());
        }
    }

    /** A mutation leaves the view; its edits stay noted with their elements. */
    private void takeOut(PendingEdits mutation) {
        queue = queue.plus(mutation.seq(), mutation);
        for (Edit edit : mutation.edits()) {
            replace(edit, Writes.NONE);
        }
    }

    /** Puts a mutation into the view again, if all its tests hold now. */
    private void bringBack(PendingEdits mutation) {
        Forest out = tree.forest();
        boolean holds = true;
        for (Edit edit : mutation.edits()) {
            if (edit instanceof Edit.Check check) {
                holds = holds && Writes.holds(check, tree);
            } else if (!existence.isLost(edit)) {
                links.leave(edit);
                links.enter(edit, Writes.of(edit, tree));
            }
        }
        tree.restore(out);
        if (holds) {
            queue = queue.plus(mutation.seq(), mutation.in(true));
            mutation.edits().forEach(this::enqueue);
        }
    }

    // ------------------------------------------------------------------------------------------------------- events

    private void rewrite(Edit edit) {
        replace(edit, Writes.of(edit, tree));
    }

    /** Gives {@code edit} other effects, and has everything executed again that they make a difference to. */
    private void replace(Edit edit, Writes after) {
        Writes present = Writes.present(edit, tree);
        if (present.equals(after)) {
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
                    dependants.enqueueAbout(tree.place(id), edit.time(), true, new HashSet<>());
                }
            });
        }
        for (long id : new long[] {present.fill(), after.fill()}) {
            if (id != 0) {
                Place place = tree.find(id);
                Content content = place == null ? null : place.content(next);
                events.add(() -> filled(id, content, tree.place(id).content(next), edit.time()));
            }
        }
        links.leave(edit);
        links.enter(edit, after);
        events.forEach(Runnable::run);
    }

    private void moved(long id, @Nullable Spot from, @Nullable Spot to, long time) {
        if (Objects.equals(from, to)) {
            return;
        }
        note(id);
        Place place = tree.place(id);
        dependants.enqueueAbout(place, time, false, new HashSet<>());
        for (Spot spot : new @Nullable Spot[] {from, to}) {
            if (spot instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
                Cell cell = object.cell(member.name());
                if (cell != null) {
                    dependants.enqueue(cell.edits(), time);
                }
            }
            if (spot != null) {
                dependants.enqueueChecksAround(spot.container(), time);
            }
        }
        Set<Long> seen = new HashSet<>();
        if (place.base() != null) {
            dependants.enqueueInside(place.base().id(), time, false, seen);
        }
        for (Edit fill : place.fills()) {
            if (fill.content() != null) {
                dependants.enqueueInside(fill.content().id(), time, false, seen);
            }
        }
    }

    private void filled(long id, @Nullable Content from, @Nullable Content to, long time) {
        if (Content.same(from, to)) {
            return;
        }
        note(id);
        if (from == null || to == null || from.id() != to.id()) {
            Set<Long> seen = new HashSet<>();
            for (Content content : new @Nullable Content[] {from, to}) {
                if (content != null) {
                    dependants.enqueueInside(content.id(), time, false, seen);
                }
            }
        }
        dependants.enqueueChecksAt(tree.place(id), time, new HashSet<>());
    }

    private void note(long id) {
        changed.add(id);
    }

    private void enqueue(Edit edit) {
        if (queued.add(edit.time())) {
            dirty.add(edit);
        }
    }
}
