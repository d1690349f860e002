package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Collision.Kind;
import io.zenquery.sync.overlay.PendingEdits.Gone;
import io.zenquery.sync.overlay.Restoration.Missing;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Decides what becomes of edits that a change has met, or has taken their place from: by the policy, for each edit by itself, on the confirmed
 * document alone. What else is pending makes no difference, so verdicts on it may come before the change or after it.
 */
final class Decisions {
    private final Cause cause;
    private final Function<Edit, Patch> before;
    private final List<Resolution> resolutions = new ArrayList<>();

    /**
     * What becomes of an edit.
     *
     * @param gone what it refers to that the server has removed
     * @param putBack what is to be put back for it
     */
    record Judgement(Edit edit, Decision decision, Gone gone, List<Missing> putBack) {}

    /** @param before says what an edit was in the view before the change */
    Decisions(Cause cause, Function<Edit, Patch> before) {
        this.cause = cause;
        this.before = before;
    }

    List<Resolution> resolutions() {
        return resolutions;
    }

    /**
     * @param intoItself whether the change has put the target of a move into what it moves
     */
    Judgement judge(Edit edit, Restoration restoration, boolean intoItself) {
        if (cause.met.remove(edit.time())) {
            Decision decision = resolved(edit, Kind.SAME_PLACE);
            if (decision == Decision.DROP || decision == Decision.HIDE) {
                return new Judgement(edit, decision, restoration.gone(edit), List.of());
            }
        }
        List<Missing> needed = edit.seq() < 0 ? List.of() : restoration.needed(edit);
        boolean cycle = intoItself && edit.seq() >= 0;
        if (needed.isEmpty() && !cycle) {
            return new Judgement(edit, Decision.KEEP, Gone.NOTHING, List.of());
        }
        Decision decision = decide(edit, Kind.REMOVED);
        boolean stays = decision == Decision.KEEP || (decision == Decision.RESTORE && !restoration.isPossible(needed));
        if (!stays || cycle) {
            resolved(edit, Kind.REMOVED, decision);
        }
        return new Judgement(
                edit, stays ? Decision.KEEP : decision, restoration.gone(edit), stays ? List.of() : needed);
    }

    /** The edit has lost its place, and nothing is put back for it: it goes, and takes nothing along. */
    void lost(Edit edit) {
        if (edit.seq() >= 0) {
            Decision decision = decide(edit, cause.kind);
            resolved(edit, cause.kind, decision == Decision.KEEP ? decision : Decision.DROP);
        }
    }

    private Decision resolved(Edit edit, Kind kind) {
        Decision decision = decide(edit, kind);
        if (edit.seq() >= 0) {
            resolved(edit, kind, decision);
        }
        return decision;
    }

    private void resolved(Edit edit, Kind kind, Decision decision) {
        resolutions.add(new Resolution(collision(edit, kind), decision));
    }

    /** The server overwrites a correction, and nobody is asked. */
    private Decision decide(Edit edit, Kind kind) {
        return edit.seq() < 0 ? Decision.DROP : cause.policy.decide(collision(edit, kind));
    }

    private Collision collision(Edit edit, Kind kind) {
        return new Collision(edit.atom(), edit.seq(), kind, before.apply(edit));
    }
}
