package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What must be true of a coordinator, but for the view: confirmed document and number, queue, outcomes, counts. Bookkeeping of its
 * own, from the words of the interface.
 */
final class Ledger {
    JsonNode document;
    long serverSeq;
    long duplicateDeltas;
    long duplicateVerdicts;
    long gaps;

    /** How many deltas and snapshots the last event applied. */
    int applied;

    /** The mutations without an outcome, in order, with the verdict that waits. */
    final Map<Long, Waiting> pending = new LinkedHashMap<>();

    /** The outcomes, in order. */
    final List<String> ended = new ArrayList<>();

    private final TreeMap<Long, Event.Delta> early = new TreeMap<>();
    private long lastRegistered;

    /** A verdict, and the number at which it acts. */
    record Waiting(@Nullable String outcome, long at, boolean hasEffect) {}

    /** Thrown for an event that could not happen: a patch that does not fit, a verdict on nothing. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message);
        }
    }

    Ledger(JsonNode document) {
        this.document = document;
    }

    void take(Event event) {
        applied = 0;
        if (event instanceof Event.Register register) {
            require(register.seq() > lastRegistered, "a number above the last");
            lastRegistered = register.seq();
            pending.put(register.seq(), new Waiting(null, 0, false));
        } else if (event instanceof Event.Delta delta) {
            delta(delta);
        } else if (event instanceof Event.Snapshot snapshot) {
            snapshot(snapshot);
        } else if (event instanceof Event.Confirm confirm) {
            verdict(confirm.seq(), new Waiting("confirmed " + confirm.seq() + " null", 0, false));
        } else if (event instanceof Event.ConfirmAt confirm) {
            verdict(
                    confirm.seq(),
                    new Waiting("confirmed " + confirm.seq() + " " + confirm.number(), confirm.number(), true));
        } else if (event instanceof Event.WithoutEffect confirm) {
            verdict(confirm.seq(), new Waiting("confirmed " + confirm.seq() + " null", confirm.number(), false));
        } else if (event instanceof Event.Reject reject) {
            verdict(reject.seq(), new Waiting("rejected " + reject.seq(), 0, false));
        } else if (event instanceof Event.RejectAt reject) {
            verdict(reject.seq(), new Waiting("rejected " + reject.seq(), reject.number(), false));
        } else if (event instanceof Event.Withdraw withdraw) {
            verdict(withdraw.seq(), new Waiting("withdrawn " + withdraw.seq(), 0, false));
        }
    }

    private void verdict(long seq, Waiting verdict) {
        require(seq <= lastRegistered, "a registered mutation");
        Waiting now = pending.get(seq);
        if (now == null || now.outcome() != null) {
            duplicateVerdicts++;
            return;
        }
        pending.put(seq, verdict);
        settle(serverSeq);
    }

    private void settle(long reached) {
        pending.values().removeIf(each -> {
            boolean due = each.outcome() != null && each.at() <= reached;
            if (due) {
                ended.add(each.outcome());
            }
            return due;
        });
    }

    private void delta(Event.Delta delta) {
        if (delta.number() <= serverSeq) {
            duplicateDeltas++;
        } else if (delta.previous() == serverSeq) {
            apply(delta);
        } else {
            gaps += early.isEmpty() ? 1 : 0;
            early.put(delta.number(), delta);
        }
        applyEarly();
    }

    private void applyEarly() {
        early.headMap(serverSeq, true).clear();
        while (!early.isEmpty() && early.firstEntry().getValue().previous() == serverSeq) {
            apply(early.pollFirstEntry().getValue());
            early.headMap(serverSeq, true).clear();
        }
    }

    private void apply(Event.Delta delta) {
        try {
            document = JsonPatch.apply(document, delta.patch());
        } catch (PatchException e) {
            throw new Misfit(String.valueOf(e.getMessage()));
        }
        serverSeq = delta.number();
        applied++;
        Long own = ownMutationOf(delta);
        if (own != null && pending.remove(own) != null) {
            ended.add("confirmed " + own + " " + delta.number());
        }
        settle(serverSeq);
    }

    /** The pending mutation whose effect a delta is: it says so, or an ack said so. */
    @Nullable
    Long ownMutationOf(Event.Delta delta) {
        if (delta.origin() != null) {
            return pending.containsKey(delta.origin()) ? delta.origin() : null;
        }
        return pending.entrySet().stream()
                .filter(each -> each.getValue().hasEffect() && each.getValue().at() == delta.number())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private void snapshot(Event.Snapshot snapshot) {
        if (snapshot.number() < serverSeq) {
            duplicateDeltas++;
        } else {
            document = snapshot.document();
            serverSeq = snapshot.number();
            applied++;
            settle(serverSeq);
        }
        applyEarly();
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new Misfit("expected " + what);
        }
    }
}
