package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Decisions.Judgement;
import io.zenquery.sync.overlay.PendingEdits.Gone;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes again those pending edits, in their order, that a change below them may make a difference to: register, delta, snapshot,
 * acknowledgement and rejection all end here. {@link Effects} says which edits those are, {@link Decisions} what becomes of them.
 */
final class Rework implements Base.Listener {
    private final Tree tree;
    private final Links links;
    private final Effects effects;
    private final Existence existence;
    private final Supplier<Tree> before;
    private final Decisions decisions;
    private final Cause cause;
    private final Reveal reveal;
    private final PriorityQueue<Edit> dirty = new PriorityQueue<>((a, b) -> Long.compare(a.time(), b.time()));
    private final Set<Edit> queued = Collections.newSetFromMap(new IdentityHashMap<>());
    private final PendingQueue queue;
    private final PutBacks putBacks;

    /**
     * @param before what was tracked before the change
     * @param inViewBefore says what an edit was in the view before the change
     */
    Rework(
            Tree tree,
            Supplier<Tree> before,
            PendingQueue queue,
            Cause cause,
            Reveal reveal,
            Function<Edit, Patch> inViewBefore) {
        this.tree = tree;
        this.queue = queue;
        this.cause = cause;
        this.reveal = reveal;
        this.links = new Links(tree);
        this.effects = new Effects(tree, links, this::enqueue);
        this.putBacks = new PutBacks(tree, queue, effects, this::enqueue);
        this.existence = new Existence(tree);
        this.before = before;
        this.decisions = new Decisions(cause, inViewBefore);
    }

    /** The elements that are perhaps somewhere else, or hold something else, than the view shows. */
    LongSet changed() {
        return effects.changed();
    }

    List<Resolution> resolutions() {
        return decisions.resolutions();
    }

    // ---------------------------------------------------------------------------------------------- what can happen

    /** A new edit, at the end of the queue or, {@code inside}, at the end of the corrections. */
    void add(Edit edit, boolean inside) {
        if (inside) {
            effects.insert(edit);
            effects.rewrite(edit);
        } else {
            effects.append(edit);
        }
    }

    void add(PendingEdits mutation) {
        queue.put(mutation);
    }

    /**
     * A mutation has become part of the base, as its edits said, but for those {@code without} effect there; those that are {@code left}
     * are still in the stacks.
     */
    void retire(PendingEdits mutation, List<Edit> left, List<Edit> without) {
        queue.remove(mutation);
        Set<Edit> none = Collections.newSetFromMap(new IdentityHashMap<>());
        none.addAll(without);
        for (Edit edit : left) {
            if (none.contains(edit)) {
                effects.discard(edit);
                effects.enqueueDependants(edit);
            } else {
                effects.leave(edit);
                if (edit instanceof Edit.Restore restore) {
                    putBacks.dropOthers(restore);
                }
            }
        }
    }

    /** Takes a mutation out of the queue. */
    void remove(PendingEdits mutation) {
        queue.remove(mutation);
        mutation.edits().forEach(effects::discard);
    }

    @Override
    public void moved(Place place, @Nullable Spot spotBefore) {
        effects.movedInBase(place, spotBefore);
    }

    @Override
    public void filled(Place place, @Nullable Content contentBefore) {
        effects.filledInBase(place, contentBefore);
    }

    @Override
    public void stoodFor(Place place) {
        effects.stoodForInBase(place);
    }

    /** Notes what the base is about to lose. */
    @Override
    public void before(Place place, @Nullable Spot spot) {
        Content base = place.base();
        if (base != null) {
            if (cause.isDelta()) {
                cause.remove(new Cause.Removed(place.id(), spot, base, tree.baseValue(place)));
            }
            if (spot == null && Content.same(base, place.shown())) {
                reveal.capture(place);
            }
        }
    }

    void changedInside(Place place) {
        effects.changedInside(place);
    }

    /** The change is about the place of {@code edit}; of what is put back, it meets the edit for which that is. */
    void meet(Edit edit) {
        Edit met = edit;
        if (edit instanceof Edit.Restore restore) {
            PendingEdits mutation = queue.of(restore);
            met = mutation == null ? null : mutation.asker(restore);
        }
        if (met != null) {
            cause.met.add(met.time());
            enqueue(met);
        }
    }

    /** Executes what has to be executed again, and of a change of the server judges it before. */
    void run() {
        if (cause.isDelta()) {
            List<Judgement> judgements = new ArrayList<>();
            List<Edit> inOrder = new ArrayList<>(dirty);
            inOrder.sort(dirty.comparator());
            for (Edit edit : inOrder) {
                PendingEdits mutation = queue.of(edit);
                if (mutation != null && mutation.find(edit.time()) != null && !(edit instanceof Edit.Restore)) {
                    judgements.add(judge(edit, mutation));
                }
            }
            judgements.forEach(this::carryOut);
        }
        execute();
    }

    private Judgement judge(Edit edit, PendingEdits mutation) {
        Restoration restoration = new Restoration(tree, cause, mutation.putBackFor(edit.time()));
        boolean intoItself = existence.isCycle(edit) && !new Existence(before.get()).isCycle(edit);
        return decisions.judge(edit, restoration, intoItself);
    }

    private void carryOut(Judgement judgement) {
        Edit edit = judgement.edit();
        switch (judgement.decision()) {
            case KEEP -> {}
            case DROP -> drop(edit);
            case HIDE -> fail(edit, judgement.gone());
            case RESTORE -> putBacks.putBack(edit, judgement.putBack());
        }
    }

    /** For the sake of {@code edit} its mutation leaves the view. */
    private void fail(Edit edit, Gone gone) {
        PendingEdits mutation = queue.pending(edit);
        PendingEdits failing = mutation.failing(edit, gone);
        queue.put(failing);
        if (mutation.visible()) {
            takeOut(failing);
        }
    }

    // ----------------------------------------------------------------------------------------------------- execute

    /** Executes in the order of the edits. */
    private void execute() {
        while (!dirty.isEmpty()) {
            Edit edit = dirty.remove();
            queued.remove(edit);
            PendingEdits mutation = queue.of(edit);
            if (mutation != null && mutation.find(edit.time()) == edit) {
                execute(edit, mutation);
            }
        }
    }

    private void execute(Edit edit, PendingEdits mutation) {
        if (edit instanceof Edit.Restore) {
            effects.replace(edit, mutation.visible() && !existence.isLost(edit) ? Writes.of(edit, tree) : Writes.NONE);
        } else if (existence.isLost(edit, mutation.failed().getOrDefault(edit.time(), Gone.NOTHING))) {
            lose(edit);
        } else if (edit instanceof Edit.Check check) {
            if (!mutation.visible()) {
                bringBack(mutation);
            } else if (!Writes.holds(check, tree)) {
                takeOut(mutation.in(false));
            }
        } else if (mutation.visible()) {
            effects.rewrite(edit);
        }
    }

    private void lose(Edit edit) {
        if (!(edit instanceof Edit.Delete)) { // both removed it: nothing is left to disagree about
            decisions.lost(edit);
        }
        drop(edit);
    }

    private void drop(Edit edit) {
        PendingEdits mutation = queue.pending(edit);
        PendingEdits rest = mutation.without(edit);
        effects.discard(edit);
        if (!cause.isAsPredicted) { // else what was put back stays, as long as the mutation does: nothing is to change
            // in the view
            for (Edit.Restore restore : mutation.putBackFor(edit.time())) {
                rest = rest.without(restore);
                effects.discard(restore);
            }
        }
        queue.put(rest);
        bringBack(rest);
    }

    /** A mutation leaves the view; its edits stay noted with their elements. */
    void takeOut(PendingEdits mutation) {
        queue.put(mutation);
        for (Edit edit : mutation.edits()) {
            effects.replace(edit, Writes.NONE);
        }
    }

    /** Puts a mutation that is out of the view into it again, if all its tests hold now and none of its edits has failed. */
    void bringBack(PendingEdits mutation) {
        if (mutation.visible() || mutation.hidden()) {
            return;
        }
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
            queue.put(mutation.in(true));
            mutation.edits().forEach(this::enqueue);
        }
    }

    private void enqueue(Edit edit) {
        if (queued.add(edit)) {
            dirty.add(edit);
        }
    }
}
