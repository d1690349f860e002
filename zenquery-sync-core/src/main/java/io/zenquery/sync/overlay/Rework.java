package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
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
    private final Decisions decisions;
    private final Holding holding;
    private final Cause cause;
    private final Reveal reveal;
    private final PriorityQueue<Edit> dirty = new PriorityQueue<>((a, b) -> Long.compare(a.time(), b.time()));
    private final Set<Long> queued = new HashSet<>();
    private final List<Edit> waiting = new ArrayList<>();
    private LongMap<PendingEdits> queue;

    /** @param before says what an edit was in the view before the change */
    Rework(
            Tree tree,
            LongMap<PendingEdits> queue,
            Holds holds,
            Cause cause,
            Reveal reveal,
            Function<Edit, Patch> before) {
        this.tree = tree;
        this.queue = queue;
        this.cause = cause;
        this.reveal = reveal;
        this.links = new Links(tree);
        this.effects = new Effects(tree, links, this::enqueue);
        Set<Long> asking = new HashSet<>();
        this.existence = new Existence(tree, asking);
        this.decisions = new Decisions(tree, cause, before, asking);
        this.holding = new Holding(tree, effects, holds, this::isVisible, this::enqueue);
    }

    LongMap<PendingEdits> queue() {
        return queue;
    }

    Holds holds() {
        return holding.holds();
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
        queue = queue.with(mutation.seq(), mutation);
    }

    /**
     * A mutation has become part of the base, as its edits said, but for those {@code without} effect there, and what was put back for
     * it; those that are {@code left} are still in the stacks.
     */
    void retire(PendingEdits mutation, List<Edit> left, List<Edit> without, List<Hold> putBack) {
        queue = queue.without(mutation.seq());
        putBack.forEach(holding::dissolve);
        left.forEach(effects::leave);
        holding.leave(mutation);
        without.forEach(effects::enqueueDependants);
    }

    /** Takes a mutation out of the queue. */
    void remove(PendingEdits mutation) {
        queue = queue.without(mutation.seq());
        mutation.edits().forEach(effects::discard);
        holding.leave(mutation);
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

    /** The change is about the place of {@code edit}; of what is put back, those meet it who asked for that. */
    void meet(Edit edit) {
        if (edit instanceof Edit.Restore restore) {
            for (Long asker : holding.holds().get(restore.hold()).askers()) {
                Edit met = find(asker);
                if (met != null) {
                    meet(met);
                }
            }
        } else {
            cause.met.add(edit.time());
            enqueue(edit);
        }
    }

    /** Executes what has to be executed again: first without what is to be put back, then with it. */
    void run() {
        if (cause.isDelta() && cause.hasRemoved()) {
            List<Edit> inOrder = new ArrayList<>(dirty);
            inOrder.sort(dirty.comparator());
            decisions.ask(inOrder, existence, holding);
        }
        execute();
        if (!waiting.isEmpty()) {
            holding.putBack(time -> find(time) != null);
            decisions.answered();
            waiting.forEach(this::enqueue);
            waiting.clear();
            execute();
        }
    }

    private boolean isVisible(long seq) {
        PendingEdits mutation = queue.get(seq);
        return mutation != null && mutation.visible();
    }

    private @Nullable Edit find(long time) {
        PendingEdits mutation = queue.get(Times.seq(time));
        return mutation == null ? null : mutation.find(time);
    }

    // ----------------------------------------------------------------------------------------------------- execute

    /** Executes in the order of the edits. */
    private void execute() {
        while (holding.settle() || !dirty.isEmpty()) {
            if (dirty.isEmpty()) {
                continue;
            }
            Edit edit = dirty.remove();
            queued.remove(edit.time());
            PendingEdits mutation = queue.get(edit.seq());
            if (edit instanceof Edit.Restore restore) {
                if (holding.isIn(restore)) {
                    execute(restore);
                }
            } else if (mutation != null && tree.find(edit.element()) != null && mutation.find(edit.time()) != null) {
                execute(edit, mutation);
            }
        }
    }

    private void execute(Edit.Restore restore) {
        Writes writes =
                holding.isInView(restore) && !existence.isLost(restore) ? Writes.of(restore, tree) : Writes.NONE;
        boolean comesOut = cause.isAsPredicted && writes.fill() != 0;
        effects.replace(restore, comesOut && holding.supersede(restore) ? Writes.NONE : writes);
    }

    private void execute(Edit edit, PendingEdits mutation) {
        Decision decision = decisions.met(edit);
        if (decision == Decision.DROP) {
            drop(edit);
        } else if (decision == Decision.HIDE) {
            hide(edit.seq());
        } else if (decisions.isAsking(edit) || (edit instanceof Edit.Check && decisions.isAnyAsking())) {
            waiting.add(edit); // its turn comes when what was lost is there again
        } else if (!mutation.visible()) {
            if (!mutation.hidden()) {
                executeOutside(edit, mutation);
            }
        } else if (existence.isLost(edit)) {
            lose(edit);
        } else if (edit instanceof Edit.Check check) {
            if (!Writes.holds(check, tree)) {
                takeOut(mutation.in(false));
            }
        } else {
            effects.rewrite(edit);
        }
    }

    /** The mutation is out of the view as long as a test in it fails. */
    private void executeOutside(Edit edit, PendingEdits mutation) {
        if (edit instanceof Edit.Check) {
            bringBack(mutation);
        } else if (cause.isDelta() && existence.isLost(edit)) {
            lose(edit);
        }
    }

    private void lose(Edit edit) {
        if (edit instanceof Edit.Delete) {
            drop(edit); // both removed it: nothing is left to disagree about
        } else if (decisions.lost(edit, existence, holding.holds()) == Decision.HIDE) {
            hide(edit.seq());
        } else {
            drop(edit);
        }
    }

    private void drop(Edit edit) {
        PendingEdits mutation = Objects.requireNonNull(queue.get(edit.seq()));
        queue = queue.with(edit.seq(), mutation.without(edit));
        effects.discard(edit);
        if (!cause.isAsPredicted) {
            holding.leave(edit.time());
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
        queue = queue.with(mutation.seq(), mutation);
        for (Edit edit : mutation.edits()) {
            effects.replace(edit, Writes.NONE);
        }
        holding.turned(mutation);
    }

    /** Puts a mutation into the view again, if all its tests hold now. */
    private void bringBack(PendingEdits mutation) {
        Forest out = tree.forest();
        boolean holds = true;
        for (Edit edit : mutation.edits()) {
            holding.pretend(edit, links);
            if (edit instanceof Edit.Check check) {
                holds = holds && Writes.holds(check, tree);
            } else if (!existence.isLost(edit)) {
                links.leave(edit);
                links.enter(edit, Writes.of(edit, tree));
            }
        }
        tree.restore(out);
        if (holds) {
            queue = queue.with(mutation.seq(), mutation.in(true));
            holding.turned(mutation);
            mutation.edits().forEach(this::enqueue);
        }
    }

    private void enqueue(Edit edit) {
        if (queued.add(edit.time())) {
            dirty.add(edit);
        }
    }
}
