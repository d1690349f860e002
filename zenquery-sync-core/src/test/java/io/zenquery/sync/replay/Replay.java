package io.zenquery.sync.replay;

import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Collision.Kind;
import io.zenquery.sync.overlay.CollisionPolicy;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.replay.EditRunner.Outcome;
import io.zenquery.sync.replay.PendingEdits.AtomEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes the pending edits, in queue order, over a confirmed tree: the one place where edits meet what has changed below
 * them. Delta, snapshot, acknowledgement and rejection all end here.
 */
final class Replay {
    private final Tree confirmed;
    private @Nullable Tree view;
    private final Cause cause;
    private final Set<Long> out = new HashSet<>();
    private final Map<Long, Resolution> hidden = new HashMap<>();
    private final Set<Id> made = new HashSet<>();
    private final Set<Id> waiting = new HashSet<>();
    private final Set<Id> followed = new HashSet<>();
    private final Set<Id> contents = new HashSet<>();
    private List<Resolution> resolutions = new ArrayList<>();

    /**
     * Why the edits are executed anew.
     *
     * @param removal what an edit that has lost its place is reported as
     */
    record Cause(
            Kind removal,
            CollisionPolicy policy,
            @Nullable Touched touched,
            @Nullable Tree before) {

        /** A change of the server; {@code before} is the confirmed tree without it. */
        static Cause delta(CollisionPolicy policy, Touched touched, Tree before) {
            return new Cause(Kind.REMOVED, policy, touched, before);
        }

        /** A verdict on a mutation. */
        static Cause verdict() {
            return new Cause(Kind.DEPENDENCY, collision -> Decision.DROP, null, null);
        }
    }

    record Result(Tree view, List<PendingEdits> queue, List<Resolution> resolutions) {}

    private Replay(Tree confirmed, Cause cause) {
        this.confirmed = confirmed;
        this.cause = cause;
    }

    static Result run(Tree confirmed, List<PendingEdits> queue, Cause cause) {
        Replay replay = new Replay(confirmed, cause);
        while (true) {
            Result result = replay.attempt(queue);
            if (result != null) {
                return result;
            }
        }
    }

    /** One pass; null if a mutation turned out not to belong in the view, which asks for a pass without it. */
    private @Nullable Result attempt(List<PendingEdits> queue) {
        resolutions = new ArrayList<>();
        made.clear();
        waiting.clear();
        followed.clear();
        contents.clear();
        Tree view = confirmed.copy();
        this.view = view;
        List<PendingEdits> next = new ArrayList<>(queue.size());
        for (PendingEdits mutation : queue) {
            Resolution hiding = hidden.get(mutation.seq());
            boolean hide = mutation.hidden() || hiding != null;
            if (hiding != null) {
                resolutions.add(hiding); // met in an earlier pass, which was given up for it
            }
            if (hide || out.contains(mutation.seq())) {
                out.add(mutation.seq());
                PendingEdits outside = new PendingEdits(mutation.seq(), withoutDropped(mutation), hide, false);
                for (AtomEdit each : outside.edits()) {
                    if (!isLost(each.edit())) {
                        References.made(each.edit()).ifPresent(waiting::add);
                        noteFollowed(each.edit());
                    }
                }
                next.add(outside);
                continue;
            }
            List<AtomEdit> edits = new ArrayList<>(mutation.edits().size());
            for (AtomEdit each : mutation.edits()) {
                if (!execute(each, mutation.seq(), view, edits)) {
                    out.add(mutation.seq());
                    return null;
                }
            }
            next.add(new PendingEdits(mutation.seq(), List.copyOf(edits), false, true));
        }
        return new Result(view, List.copyOf(next), List.copyOf(resolutions));
    }

    /** The edits of a mutation that is out of the view: they collide all the same. */
    private List<AtomEdit> withoutDropped(PendingEdits mutation) {
        return mutation.edits().stream()
                .filter(each -> cause.touched == null
                        || !cause.touched.meets(each.edit())
                        || decide(each, mutation.seq(), Kind.SAME_PLACE) != Decision.DROP)
                .toList();
    }

    /** Executes one edit and keeps it in {@code kept} unless it is lost; false if its mutation must leave the view. */
    private boolean execute(AtomEdit each, long seq, Tree view, List<AtomEdit> kept) {
        if (cause.touched != null && cause.touched.meets(each.edit())) {
            Decision decision = decide(each, seq, Kind.SAME_PLACE);
            if (decision == Decision.DROP) {
                return true;
            }
            if (decision == Decision.HIDE) {
                return false;
            }
        }
        Outcome outcome = run(each, view, kept);
        if (outcome != Outcome.GONE) {
            return outcome == Outcome.DONE;
        }
        if (!isLost(each.edit())) {
            References.made(each.edit()).ifPresent(made::add);
            noteFollowed(each.edit());
            kept.add(new AtomEdit(
                    each.atom(),
                    each.edit(),
                    each.patch(),
                    false)); // covered by an earlier pending edit, or waiting for a mutation that is out of the view
            return true;
        }
        if (each.edit() instanceof Edit.Delete) {
            return true; // both removed it: nothing is left to disagree about
        }
        Decision decision = decide(each, seq, cause.removal, isOfTheBase(each.edit()));
        if (decision == Decision.RESTORE && cause.before != null) {
            Edit restoration = Restoration.of(each.edit(), cause.before, view);
            if (restoration != null
                    && run(new AtomEdit(each.atom(), restoration, each.patch()), view, kept) == Outcome.DONE) {
                return run(each, view, kept) != Outcome.FAILED;
            }
        }
        return decision != Decision.HIDE;
    }

    /**
     * Whether what the edit refers to is gone for good: it is not in the confirmed documents, and no pending edit makes it; or, for a
     * move, the confirmed documents have its target inside it.
     */
    private boolean isLost(Edit edit) {
        if (isCycle(edit)) {
            return true;
        }
        Id element = References.element(edit);
        Id content = References.content(edit);
        boolean noElement =
                element != null && isLost(element, confirmed.element(element) != null || followed.contains(element));
        boolean noContent = content != null
                && isLost(content, confirmed.content(content, "") != null || contents.contains(content));
        if (edit instanceof Edit.Delete delete && delete.object() != null) {
            boolean reachable = view != null && view.content(delete.object(), delete.name()) != null;
            return noElement && (noContent || reachable);
        }
        return edit instanceof Edit.SetMember ? noContent && (element == null || noElement) : noElement || noContent;
    }

    private boolean isCycle(Edit edit) {
        if (!(edit instanceof Edit.Move move)) {
            return false;
        }
        Element element = confirmed.element(move.element());
        Container into = confirmed.content(move.into(), move.name() == null ? 0 : move.name());
        return element != null && into != null && EditRunner.isWithin(into, element);
    }

    private boolean isLost(Id id, boolean exists) {
        return !exists && !made.contains(id.origin()) && !waiting.contains(id.origin());
    }

    /** Whether the change itself removed what {@code lost} refers to; else that was made by a pending edit, which is lost. */
    private boolean isOfTheBase(Edit lost) {
        Tree before = cause.before;
        return before != null
                && (References.of(lost)
                                .anyMatch(id -> id != null
                                        && ((before.element(id) != null && confirmed.element(id) == null)
                                                || (before.content(id, "") != null
                                                        && confirmed.content(id, "") == null)))
                        || isCycle(lost));
    }

    private Decision decide(AtomEdit each, long seq, Kind kind) {
        return decide(each, seq, kind, true);
    }

    /** @param isOfTheBase what stands on another pending edit goes with that one, and does not take its mutation along */
    private Decision decide(AtomEdit each, long seq, Kind kind, boolean isOfTheBase) {
        if (seq < 0) {
            return Decision.DROP; // the server overwrites a correction, and nobody is asked
        }
        Collision collision = new Collision(each.atom(), seq, kind, each.patch().get(0));
        Decision decision = kind == Kind.DEPENDENCY ? Decision.DROP : cause.policy.decide(collision);
        if (decision == Decision.HIDE && !isOfTheBase) {
            decision = Decision.DROP;
        }
        Resolution resolution = new Resolution(collision, decision);
        resolutions.add(resolution);
        if (decision == Decision.HIDE) {
            hidden.put(seq, resolution);
        }
        return decision;
    }

    /** A member that is set is there afterwards, under the identity of the one that stood there too. */
    private void noteFollowed(Edit edit) {
        if (edit instanceof Edit.SetMember set && set.element() != null) {
            followed.add(set.element());
        }
        Edit.Payload payload = References.payload(edit);
        if (payload instanceof Edit.Payload.Remains remains) {
            noteRemains(remains.element());
        }
    }

    /** What is put back is there again, with all that was in it. */
    private void noteRemains(Element element) {
        followed.add(element.id);
        contents.add(element.contentId);
        Tree.children(element).forEach(this::noteRemains);
    }

    private Outcome run(AtomEdit each, Tree view, List<AtomEdit> kept) {
        List<Patch> done = new ArrayList<>(2);
        Outcome outcome = new EditRunner(view, done).run(each.edit());
        if (outcome == Outcome.DONE) {
            kept.add(new AtomEdit(each.atom(), each.edit(), List.copyOf(done)));
            References.made(each.edit()).ifPresent(made::add);
            noteFollowed(each.edit());
        }
        return outcome;
    }
}
