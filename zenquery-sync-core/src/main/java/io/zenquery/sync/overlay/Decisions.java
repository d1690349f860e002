package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Collision.Kind;
import io.zenquery.sync.overlay.Restoration.Missing;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides what becomes of edits that a change has met, or has taken their place from: by the policy, for each edit by itself, whatever else is
 * pending. What is to be put back is put back only when all edits that have lost their place are decided, so that the
 * decision about one does not spare another.
 */
final class Decisions {
    private final Tree tree;
    private final Cause cause;
    private final Function<Edit, Patch> before;
    private final List<Resolution> resolutions = new ArrayList<>();

    /** The times of the edits for which what they have lost is about to be put back. */
    private final Set<Long> asking;

    /** @param before says what an edit was in the view before the change */
    Decisions(Tree tree, Cause cause, Function<Edit, Patch> before, Set<Long> asking) {
        this.tree = tree;
        this.cause = cause;
        this.before = before;
        this.asking = asking;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    boolean isAsking(Edit edit) {
        return asking.contains(edit.time());
    }

    boolean isAnyAsking() {
        return !asking.isEmpty();
    }

    /** Asks, for each of {@code edits} that has lost its place and that the policy says so of, for what the change removed. */
    void ask(List<Edit> edits, Existence existence, Holding holding) {
        Restoration restoration = restoration(existence, holding.holds());
        for (Edit edit : edits) {
            List<Missing> needed = edit.seq() < 0 || isGivenUp(edit) ? List.of() : restoration.of(edit);
            if (!needed.isEmpty() && policy(edit, Kind.REMOVED) == Decision.RESTORE) {
                asking.add(edit.time());
                holding.ask(edit, needed);
                resolved(edit, Kind.REMOVED, Decision.RESTORE);
            }
        }
    }

    /** What was asked for is there: from now on an edit is lost if it has no place in spite of it. */
    void answered() {
        asking.clear();
    }

    private boolean isGivenUp(Edit edit) {
        if (!cause.met.contains(edit.time())) {
            return false;
        }
        Decision decision = policy(edit, Kind.SAME_PLACE);
        return decision == Decision.DROP || decision == Decision.HIDE;
    }

    /** The edit and the change are about one place. */
    Decision met(Edit edit) {
        return cause.met.remove(edit.time()) ? decide(edit, Kind.SAME_PLACE) : Decision.KEEP;
    }

    /**
     * The edit has lost its place, and nothing is put back for it. What stands on another pending edit goes with that one, and takes nothing along:
     * as it would have, had that one been rejected before.
     */
    Decision lost(Edit edit, Existence existence, Holds holds) {
        if (edit.seq() < 0) {
            return Decision.DROP;
        }
        Decision decision = cause.isDelta() ? policy(edit, cause.kind) : Decision.DROP;
        boolean goesAlone = decision == Decision.RESTORE
                || (decision == Decision.HIDE && !restoration(existence, holds).isOfTheBase(edit));
        return resolved(edit, cause.kind, goesAlone ? Decision.DROP : decision);
    }

    private Restoration restoration(Existence existence, Holds holds) {
        return new Restoration(tree, existence, cause, holds);
    }

    private Decision decide(Edit edit, Kind kind) {
        // the server overwrites a correction, and nobody is asked
        return edit.seq() < 0 ? Decision.DROP : resolved(edit, kind, policy(edit, kind));
    }

    private Decision resolved(Edit edit, Kind kind, Decision decision) {
        resolutions.add(new Resolution(collision(edit, kind), decision));
        return decision;
    }

    private Decision policy(Edit edit, Kind kind) {
        return cause.policy.decide(collision(edit, kind));
    }

    private Collision collision(Edit edit, Kind kind) {
        return new Collision(edit.atom(), edit.seq(), kind, before.apply(edit));
    }
}
