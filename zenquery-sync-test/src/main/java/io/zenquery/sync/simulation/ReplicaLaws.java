package io.zenquery.sync.simulation;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ViewChange;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.session.MutationReceipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The laws of one client process:
 *
 * <ul>
 *   <li>View: the view is the confirmed documents with {@code getPendingPatches()} applied, and shows no mutation twice
 *   <li>Fold: folding the view changes, numbered one by one, gives the view
 *   <li>Prefix: the confirmed documents are those of the log at {@code confirmedServerSeq}
 *   <li>Monotone: that number never falls within an epoch
 *   <li>Verdict: each mutation ends once, as the server decided it; receipts tell the same
 *   <li>Prediction: an own delta of a mutation by patches does what was predicted
 * </ul>
 */
final class ReplicaLaws {
    private final Replica replica;
    private final OptimisticSyncCoordinator coordinator;
    private final Ledger ledger;
    private final World world;
    private final Predictions predictions;
    final UndoLaws undo;
    private final TreeMap<Long, Made> made;
    private final Map<AtomKey, JsonNode> folded = new HashMap<>();
    private long version;
    private int epoch;
    private long serverSeq;
    private AtomStore.@Nullable Snapshot checked;
    private long checkedSeq;

    ReplicaLaws(Replica replica, OptimisticSyncCoordinator coordinator) {
        this.replica = replica;
        this.coordinator = coordinator;
        this.world = replica.world;
        this.ledger = replica.world.ledger;
        this.made = replica.client.made;
        this.predictions = new Predictions(coordinator, made);
        this.undo = new UndoLaws(replica, coordinator);
    }

    // ----------------------------------------------------------------------------------------------------- observe

    void observe(OptimisticSyncCoordinator observed) {
        observed.onViewChange(this::fold);
        observed.onOutcome(this::ended);
        observed.onRollback(patches -> world.tally.rollbacks++);
        observed.onStateChange(() -> replica.client.throwIfPlanned(true));
    }

    private void fold(ViewChange change) {
        if (change.version() != version + 1) {
            world.fail(new LawViolation("Fold", replica.id + " went from view " + version + " to " + change.version()));
        }
        version = change.version();
        change.patches().forEach((atom, patches) -> {
            JsonNode after = JsonPatch.apply(folded.getOrDefault(atom, Json.ABSENT), patches);
            if (Json.isAbsent(after)) {
                folded.remove(atom);
            } else {
                folded.put(atom, after);
            }
        });
    }

    void proposed(String tag) {
        ledger.proposed(tag);
    }

    void notMade(String tag) {
        ledger.notMade(tag);
    }

    /**
     * A process has begun where another one ended. What is pending there ends once more if the end had not been written; of what is
     * neither pending nor ended the session must have a failure.
     */
    void recovered() {
        predictions.leave(coordinator.pendingMutations());
        undo.recovered(made.isEmpty() ? 0 : made.lastKey());
        Set<Long> failed = new HashSet<>();
        replica.session.failed().forEach(failure -> failed.add(failure.clientSeq()));
        for (Made mutation : made.values()) {
            mutation.lostReceipt = true;
            PendingMutation pending = coordinator.pendingMutation(mutation.clientSeq);
            if (pending != null) {
                mutation.outcome = null;
            } else if (mutation.outcome == null) {
                require(
                        failed.contains(mutation.clientSeq),
                        "Durability",
                        () -> mutation + " was made before a restart, and is neither pending nor failed after it");
                mutation.outcome = new MutationOutcome.Withdrawn(
                        new PendingMutation(mutation.clientSeq, null, Map.of()), "test-failed", "at the restart");
            }
        }
    }

    void made(Made mutation, MutationReceipt receipt) {
        if (made.putIfAbsent(mutation.clientSeq, mutation) != null || mutation.clientSeq != made.lastKey()) {
            throw new LawViolation("Monotone", "expected a number above " + made.lastKey() + ", got " + mutation);
        }
        ledger.made(mutation);
        world.tally.mutations++;
        receipt.accepted().whenComplete((done, problem) -> completed(mutation, problem, false));
        receipt.visible().whenComplete((done, problem) -> completed(mutation, problem, true));
    }

    private void completed(Made mutation, @Nullable Throwable problem, boolean stageVisible) {
        if (!replica.isAlive()) {
            return;
        }
        if (problem == null) {
            mutation.accepted = true;
            mutation.visible |= stageVisible;
            if (!ledger.wasAccepted(mutation)) {
                world.fail(new LawViolation("Verdict", mutation + " is reported as accepted, and is not"));
            }
            if (stageVisible && !(mutation.outcome instanceof MutationOutcome.Confirmed)) {
                world.fail(new LawViolation("Verdict", mutation + " is reported as visible before it is confirmed"));
            }
        } else {
            mutation.failed = true;
        }
    }

    void sent(MutationBatch batch) {
        batch.batch().forEach(member -> {
            Made mutation = made.get(member.clientSeq());
            if (mutation != null) {
                mutation.sent = true;
                undo.sent(mutation);
                ledger.sent(mutation, replica.key());
            }
        });
        predictions.sent(batch);
    }

    private void ended(MutationOutcome outcome) {
        Made mutation = made.get(outcome.mutation().clientSeq());
        if (mutation == null || !replica.isAlive()) {
            return;
        }
        if (mutation.outcome != null) {
            world.fail(new LawViolation("Verdict", mutation + " ended twice: " + mutation.outcome + ", " + outcome));
        }
        mutation.outcome = outcome;
        try {
            ledger.checkOutcome(mutation, outcome);
        } catch (LawViolation violation) {
            world.fail(violation);
        }
    }

    void beforeDelta(ServerDeltaMessage message) {
        world.tally.deltas++;
        if (message.origin() == null) {
            undo.foreign(message.data() instanceof ServerDeltaMessage.Snapshot);
        } else {
            undo.own(message.origin(), message.data());
        }
        if (!coordinator.pendingMutations().isEmpty() && message.origin() == null) {
            world.tally.rebases++;
        }
        try {
            if (predictions.check(message)) {
                world.tally.predicted++;
            }
        } catch (LawViolation violation) {
            world.fail(violation);
        }
    }

    // ------------------------------------------------------------------------------------------------------- check

    /** Checks what can have changed since the last time. */
    void check() {
        AtomStore.Snapshot now = replica.store.snapshot();
        long seq = coordinator.confirmedServerSeq();
        if (now == checked && seq == checkedSeq) {
            return;
        }
        checkView(now);
        checkPrefix(now, seq);
        checked = now;
        checkedSeq = seq;
    }

    private void checkView(AtomStore.Snapshot now) {
        Map<AtomKey, JsonNode> expected = new LinkedHashMap<>(now.confirmed());
        try {
            coordinator.getPendingPatches().forEach((atom, patches) -> {
                JsonNode after = JsonPatch.apply(expected.getOrDefault(atom, Json.ABSENT), patches);
                if (Json.isAbsent(after)) {
                    expected.remove(atom);
                } else {
                    expected.put(atom, after);
                }
            });
        } catch (PatchException e) {
            throw new LawViolation("View", replica.id + ": the pending patches do not fit: " + e.getMessage(), e);
        }
        require(
                expected.equals(now.view()),
                "View",
                () -> "confirmed and pending give " + expected + ", shown is " + now.view());
        require(folded.equals(now.view()), "Fold", () -> "the changes give " + folded + ", shown is " + now.view());
        List<String> tags = world.workload.tags(now.view());
        if (tags != null) {
            ledger.checkTags("View", tags);
        }
    }

    private void checkPrefix(AtomStore.Snapshot now, long seq) {
        for (int each = epoch; each < ledger.epochs(); each++) {
            if ((each > epoch || seq >= serverSeq) && now.confirmed().equals(ledger.documents(each, seq))) {
                epoch = each;
                serverSeq = seq;
                return;
            }
        }
        require(
                seq == 0 && now.confirmed().isEmpty(), // before the first snapshot
                "Prefix",
                () -> "confirmed at " + seq + " is " + now.confirmed() + ", the log has " + ledger.documents(epoch, seq)
                        + "; before that it was at " + serverSeq);
    }

    private void require(boolean holds, String law, Supplier<String> message) {
        if (!holds) {
            throw new LawViolation(law, replica.id + ": " + message.get());
        }
    }

    // ------------------------------------------------------------------------------------------------------ at rest

    boolean isQuiet() {
        return coordinator.pendingMutations().isEmpty()
                && made.values().stream().allMatch(mutation -> mutation.outcome != null)
                && replica.store.snapshot().view().equals(world.storage.state().documents())
                && coordinator.confirmedServerSeq() == world.storage.state().head();
    }

    String unrest() {
        List<Long> pending = coordinator.pendingMutations().stream()
                .map(PendingMutation::clientSeq)
                .toList();
        return replica.id + " is " + replica.session.state() + " at " + coordinator.confirmedServerSeq() + ", pending "
                + pending;
    }

    /** All receipts have told how it went. */
    void checkReceipts() {
        for (Made mutation : made.values()) {
            if (mutation.lostReceipt) {
                continue; // with the process that held it
            }
            boolean confirmed = mutation.outcome instanceof MutationOutcome.Confirmed;
            if (confirmed ? !(mutation.accepted && mutation.visible && !mutation.failed) : !mutation.failed) {
                throw new LawViolation(
                        "Verdict",
                        mutation + " ended with " + mutation.outcome + "; its receipt says accepted "
                                + mutation.accepted + ", visible " + mutation.visible + ", failed " + mutation.failed);
            }
        }
    }
}
