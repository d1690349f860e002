package io.zenquery.sync.replay;

import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Collision.Kind;
import io.zenquery.sync.overlay.CollisionPolicy;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.replay.EditRunner.Outcome;
import io.zenquery.sync.replay.PendingEdits.AtomEdit;
import io.zenquery.sync.replay.PendingEdits.Gone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
        List<PendingEdits> judged = queue.stream().map(replay::judged).toList();
        List<Resolution> known = List.copyOf(replay.resolutions);
        while (true) {
            replay.resolutions = new ArrayList<>(known);
            Result result = replay.attempt(judged);
            if (result != null) {
                return result;
            }
        }
    }

    /** What becomes of the edits that the change has met, or has taken their place from in the confirmed documents. */
    private PendingEdits judged(PendingEdits mutation) {
        Tree before = cause.before;
        if (cause.touched == null || before == null) {
            return mutation;
        }
        List<AtomEdit> edits = new ArrayList<>();
        for (AtomEdit each : mutation.edits()) {
            Decision decision = Decision.KEEP;
            if (cause.touched.meets(each.edit())) {
                decision = decide(each, mutation.seq(), Kind.SAME_PLACE);
            }
            boolean cycle = EditRunner.isCycle(each.edit(), confirmed) && !EditRunner.isCycle(each.edit(), before);
            boolean gone = isGone(each.edit(), before);
            if ((decision == Decision.KEEP || decision == Decision.RESTORE) && mutation.seq() >= 0 && (cycle || gone)) {
                Decision removed = cause.policy.decide(collision(each, mutation.seq(), Kind.REMOVED));
                boolean decided = removed == Decision.DROP || removed == Decision.HIDE;
                if (decided || cycle) {
                    decide(each, mutation.seq(), Kind.REMOVED);
                }
                decision = decided ? removed : Decision.KEEP;
            }
            if (decision == Decision.HIDE) {
                edits.add(each.failing(gone(each.edit(), before)));
            } else if (decision != Decision.DROP) {
                edits.add(each);
            }
        }
        return new PendingEdits(mutation.seq(), List.copyOf(edits), mutation.visible());
    }

    private Gone gone(Edit edit, Tree before) {
        if (edit instanceof Edit.SetMember) {
            boolean gone = isGone(edit, before);
            return new Gone(gone, gone);
        }
        return new Gone(
                isElementGone(References.element(edit), before),
                !(edit instanceof Edit.Delete) && isContentGone(References.content(edit), before));
    }

    /** Whether the change took away what {@code edit} needs. */
    private boolean isGone(Edit edit, Tree before) {
        Id element = References.element(edit);
        Id content = References.content(edit);
        if (edit instanceof Edit.SetMember) {
            return (element == null || confirmed.element(element) == null)
                    && (before.content(Objects.requireNonNull(content), "") == null
                            ? isElementGone(element, before)
                            : isContentGone(content, before));
        }
        return !(edit instanceof Edit.Delete)
                && !(edit instanceof Edit.Check)
                && (isElementGone(element, before) || isContentGone(content, before));
    }

    private boolean isElementGone(@Nullable Id id, Tree before) {
        return id != null && before.element(id) != null && confirmed.element(id) == null;
    }

    private boolean isContentGone(@Nullable Id id, Tree before) {
        return id != null && before.content(id, "") != null && confirmed.content(id, "") == null;
    }

    /** One pass; null if a mutation turned out not to belong in the view, which asks for a pass without it. */
    private @Nullable Result attempt(List<PendingEdits> queue) {
        made.clear();
        waiting.clear();
        followed.clear();
        contents.clear();
        Tree view = confirmed.copy();
        this.view = view;
        List<PendingEdits> next = new ArrayList<>(queue.size());
        for (PendingEdits mutation : queue) {
            List<AtomEdit> kept = mutation.hidden() || out.contains(mutation.seq()) ? outside(mutation) : List.of();
            if (out.contains(mutation.seq()) || kept.stream().anyMatch(each -> each.failed() != null)) {
                next.add(new PendingEdits(mutation.seq(), List.copyOf(kept), false));
                continue;
            }
            List<AtomEdit> edits = new ArrayList<>(mutation.edits().size());
            for (AtomEdit each : mutation.hidden() ? kept : mutation.edits()) {
                if (!execute(each, mutation.seq(), view, edits)) {
                    out.add(mutation.seq());
                    return null;
                }
            }
            next.add(new PendingEdits(mutation.seq(), List.copyOf(edits), true));
        }
        return new Result(view, List.copyOf(next), List.copyOf(resolutions));
    }

    /** The edits of a mutation that is out of the view: one of what does not exist any more goes all the same. */
    private List<AtomEdit> outside(PendingEdits mutation) {
        List<AtomEdit> kept = new ArrayList<>();
        for (AtomEdit each : mutation.edits()) {
            Gone failed = each.failed();
            boolean lost = !(each.edit() instanceof Edit.Check) && isLost(each.edit(), new Gone(false, false));
            if (!lost) {
                References.made(each.edit()).ifPresent(waiting::add);
                noteFollowed(each.edit());
            }
            if (!lost || (failed != null && !isLost(each.edit(), failed))) {
                kept.add(each);
            }
        }
        return kept;
    }

    /** Executes one edit and keeps it in {@code kept} unless it is lost; false if its mutation must leave the view. */
    private boolean execute(AtomEdit each, long seq, Tree view, List<AtomEdit> kept) {
        Outcome outcome = run(each, view, kept);
        if (outcome != Outcome.GONE) {
            return outcome == Outcome.DONE;
        }
        if (!isLost(each.edit(), new Gone(false, false))) {
            References.made(each.edit()).ifPresent(made::add);
            noteFollowed(each.edit());
            kept.add(new AtomEdit(
                    each.atom(),
                    each.edit(),
                    each.patch(),
                    false,
                    null)); // covered by an earlier pending edit, or waiting for a mutation that is out of the view
            return true;
        }
        if (each.edit() instanceof Edit.Delete) {
            return true; // both removed it: nothing is left to disagree about
        }
        Decision decision = decideLost(each, seq);
        if (decision == Decision.RESTORE && cause.before != null) {
            Edit restoration = Restoration.of(each.edit(), cause.before, view);
            if (restoration != null
                    && run(new AtomEdit(each.atom(), restoration, each.patch()), view, kept) == Outcome.DONE) {
                return run(each, view, kept) != Outcome.FAILED;
            }
        }
        return true;
    }

    /**
     * Whether what the edit refers to is gone for good: it is not in the confirmed documents, and no pending edit makes it.
     *
     * @param known what is known to be gone
     */
    private boolean isLost(Edit edit, Gone known) {
        Id element = References.element(edit);
        Id content = References.content(edit);
        boolean noElement = !known.element() && element != null && isElementLost(element);
        boolean noContent = !known.content()
                && content != null
                && isLost(content, confirmed.content(content, "") != null || contents.contains(content));
        if (edit instanceof Edit.Delete delete) {
            return noElement && delete.also().stream().allMatch(this::isElementLost);
        }
        return edit instanceof Edit.SetMember ? noContent && (element == null || noElement) : noElement || noContent;
    }

    private boolean isElementLost(Id element) {
        return isLost(element, confirmed.element(element) != null || followed.contains(element));
    }

    private boolean isLost(Id id, boolean exists) {
        return !exists && !made.contains(id.origin()) && !waiting.contains(id.origin());
    }

    private Decision decide(AtomEdit each, long seq, Kind kind) {
        if (seq < 0) {
            return Decision.DROP; // the server overwrites a correction, and nobody is asked
        }
        Collision collision = collision(each, seq, kind);
        Decision decision = kind == Kind.DEPENDENCY ? Decision.DROP : cause.policy.decide(collision);
        resolutions.add(new Resolution(collision, decision));
        return decision;
    }

    /** What the change has not taken away itself stood on another pending edit: it goes with that one, and takes nothing along. */
    private Decision decideLost(AtomEdit each, long seq) {
        Decision decision = decide(each, seq, cause.removal);
        if (decision != Decision.HIDE) {
            return decision;
        }
        Collision collision = resolutions.remove(resolutions.size() - 1).collision();
        resolutions.add(new Resolution(collision, Decision.DROP));
        return Decision.DROP;
    }

    private static Collision collision(AtomEdit each, long seq, Kind kind) {
        return new Collision(each.atom(), seq, kind, each.patch().get(0));
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
