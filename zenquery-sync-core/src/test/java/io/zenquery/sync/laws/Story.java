package io.zenquery.sync.laws;

import static io.zenquery.sync.laws.LawViolation.check;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.CoordinatorCounts;
import io.zenquery.sync.JsonText;
import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ViewChange;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A coordinator over one document to which events happen, each followed by a check of all laws that concern one step: View,
 * Prefix, Fold, Monotone, Verdict, No flicker, Rollback, Purity. Events are data, so that a history that breaks a law can be shrunk
 * and printed; the fluent calls are what it is printed as.
 */
final class Story {
    static final AtomKey ATOM = AtomKey.of("doc");

    final OptimisticSyncCoordinator coordinator;
    final Ledger ledger;
    final ConflictStrategies strategy;
    private final AtomStore store;
    private final List<String> outcomes = new ArrayList<>();
    private final List<List<Patch>> rollbacks = new ArrayList<>();
    private JsonNode foldedView;
    private JsonNode foldedConfirmed;
    private long version;
    private int viewChanges;
    private long generated;
    private @Nullable LawViolation inCallback;

    private Story(JsonNode document, ConflictStrategies strategy) {
        this.strategy = strategy;
        this.foldedView = document;
        this.foldedConfirmed = document;
        this.ledger = new Ledger(document);
        this.store = new AtomStore(Map.of(ATOM, document));
        this.coordinator = new CoordinatorBuilder()
                .stateLayer(store)
                .identityKeys((atom, path) -> "id")
                .build();
        coordinator.onApplyDelta(
                delta -> foldedConfirmed = JsonPatch.apply(foldedConfirmed, delta.getOrDefault(ATOM, List.of())));
        coordinator.onViewChange(this::viewChanged);
        coordinator.onRollback(inverse -> rollbacks.add(inverse.getOrDefault(ATOM, List.of())));
        coordinator.onOutcome(outcome -> outcomes.add(text(outcome)));
    }

    static Story on(JsonNode document) {
        return new Story(document, ConflictStrategies.REBASE);
    }

    static Story on(String document) {
        return on(JsonText.json(document));
    }

    static Story on(JsonNode document, ConflictStrategies strategy) {
        return new Story(document, strategy);
    }

    static Story on(String document, ConflictStrategies strategy) {
        return on(JsonText.json(document), strategy);
    }

    // ------------------------------------------------------------------------------------------------------- fluent

    Story register(long seq, String patch) {
        return run(new Event.Register(seq, Snippet.patch(patch), null));
    }

    Story register(long seq, String patch, int stamp) {
        return run(new Event.Register(seq, Snippet.patch(patch), stamp));
    }

    Story delta(long number, long previous, String patch) {
        return run(new Event.Delta(number, previous, null, Snippet.patch(patch), null));
    }

    Story delta(long number, long previous, String patch, int stamp) {
        return run(new Event.Delta(number, previous, null, Snippet.patch(patch), stamp));
    }

    Story own(long origin, long number, long previous, String patch) {
        return run(new Event.Delta(number, previous, origin, Snippet.patch(patch), null));
    }

    Story own(long origin, long number, long previous, String patch, int stamp) {
        return run(new Event.Delta(number, previous, origin, Snippet.patch(patch), stamp));
    }

    Story snapshot(long number, String document) {
        return run(new Event.Snapshot(number, JsonText.json(document)));
    }

    Story confirm(long seq) {
        return run(new Event.Confirm(seq));
    }

    Story confirmAt(long seq, long number) {
        return run(new Event.ConfirmAt(seq, number));
    }

    Story withoutEffect(long seq, long number) {
        return run(new Event.WithoutEffect(seq, number));
    }

    Story reject(long seq) {
        return run(new Event.Reject(seq));
    }

    Story rejectAt(long seq, long number) {
        return run(new Event.RejectAt(seq, number));
    }

    Story withdraw(long seq) {
        return run(new Event.Withdraw(seq));
    }

    JsonNode view() {
        return store.view(ATOM);
    }

    /** The operations of a pending mutation as they stand; empty if it is not in the view. */
    List<Patch> pendingPatches(long seq) {
        return coordinator.pendingPatches(seq).getOrDefault(ATOM, List.of());
    }

    // --------------------------------------------------------------------------------------------------------- laws

    /**
     * Lets one event happen and checks the laws.
     *
     * @throws LawViolation if one does not hold
     * @throws Ledger.Misfit if the event could not happen
     */
    Story run(Event event) {
        AtomStore.Snapshot before = store.snapshot();
        String textBefore = before.toString();
        JsonNode viewBefore = view();
        int endedBefore = ledger.ended.size();
        boolean promised = isPredicted(event);
        requireFit(event);
        ledger.take(event);
        rollbacks.clear();
        viewChanges = 0;
        try {
            happen(event);
        } catch (RuntimeException | AssertionError e) {
            throw new LawViolation("No error", e.toString(), e);
        }
        if (inCallback != null) {
            throw inCallback;
        }
        List<String> endedNow = ledger.ended.subList(endedBefore, ledger.ended.size());
        check("Prefix", ledger.document, store.confirmed(ATOM));
        check("Monotone", ledger.serverSeq, coordinator.confirmedServerSeq());
        check("Fold", foldedView, view());
        check("Fold", version, coordinator.viewVersion());
        checkView();
        check("Verdict", ledger.ended, outcomes);
        check(
                "Verdict",
                List.copyOf(ledger.pending.keySet()),
                coordinator.pendingMutations().stream()
                        .map(PendingMutation::clientSeq)
                        .toList());
        check(
                "Verdict",
                new CoordinatorCounts(ledger.duplicateDeltas, ledger.duplicateVerdicts, ledger.gaps),
                coordinator.counts());
        boolean quiet = promised && ledger.applied == 1 && endedNow.size() == 1;
        boolean nothingHappened = !(event instanceof Event.Register) && ledger.applied == 0 && endedNow.isEmpty();
        if (quiet || nothingHappened) {
            check("No flicker", viewBefore, view());
            check("No flicker", 0, viewChanges);
        }
        check(
                "Rollback",
                endedNow.stream().filter(each -> !each.startsWith("confirmed")).count(),
                (long) rollbacks.size());
        if (event instanceof Event.Reject || event instanceof Event.Withdraw) {
            rollbacks.forEach(inverse -> check("Rollback", view(), JsonPatch.apply(viewBefore, inverse)));
        }
        check("Purity", textBefore, before.toString());
        return this;
    }

    private void checkView() {
        List<Patch> all = coordinator.getPendingPatches().getOrDefault(ATOM, List.of());
        List<Patch> each = new ArrayList<>();
        ledger.pending.keySet().forEach(seq -> each.addAll(pendingPatches(seq)));
        check("View", all, each);
        try {
            check("View", view(), JsonPatch.apply(ledger.document, all));
        } catch (PatchException e) {
            throw new LawViolation("View", "pending patches " + all + " do not fit: " + e.getMessage(), e);
        }
    }

    /** Whether an event is the own delta of the head of the queue, with the effect that was predicted. */
    private boolean isPredicted(Event event) {
        if (!(event instanceof Event.Delta delta) || ledger.pending.isEmpty()) {
            return false;
        }
        long head = ledger.pending.keySet().iterator().next();
        Long own = ledger.ownMutationOf(delta);
        return own != null
                && own == head
                && !delta.patch().isEmpty()
                && delta.patch().equals(pendingPatches(head));
    }

    private void requireFit(Event event) {
        if (event instanceof Event.Register register) {
            try {
                JsonPatch.apply(view(), register.patch());
            } catch (PatchException e) {
                throw new Ledger.Misfit(String.valueOf(e.getMessage()));
            }
        }
    }

    private void viewChanged(ViewChange change) {
        try {
            viewChanges++;
            check("Fold", List.of(), List.copyOf(change.recompute()));
            check("Fold", ++version, change.version());
            foldedView = JsonPatch.apply(foldedView, change.patches().getOrDefault(ATOM, List.of()));
            List<Patch> pending = coordinator.getPendingPatches().getOrDefault(ATOM, List.of());
            check("View in a callback", foldedView, JsonPatch.apply(foldedConfirmed, pending));
        } catch (LawViolation e) {
            inCallback = e;
        } catch (RuntimeException e) {
            inCallback = new LawViolation("Fold", e.toString(), e);
        }
    }

    private void happen(Event event) {
        if (event instanceof Event.Register register) {
            while (generated < register.seq()) {
                generated = coordinator.generateClientSeq();
            }
            coordinator.registerPendingMutation(new PendingMutation(
                    register.seq(), null, Map.of(ATOM, register.patch()), Map.of(), instant(register.stamp())));
        } else if (event instanceof Event.Delta delta) {
            coordinator.processServerDelta(
                    new ServerDeltaMessage(
                            new ServerDeltaMessage.Patches(Map.of(ATOM, delta.patch())),
                            delta.number(),
                            delta.previous(),
                            delta.origin(),
                            instant(delta.stamp())),
                    strategy);
        } else if (event instanceof Event.Snapshot snapshot) {
            coordinator.processServerDelta(
                    ServerDeltaMessage.snapshot(snapshot.number(), Map.of(ATOM, snapshot.document())), strategy);
        } else if (event instanceof Event.Confirm confirm) {
            coordinator.confirmMutation(confirm.seq());
        } else if (event instanceof Event.ConfirmAt confirm) {
            coordinator.confirmMutation(confirm.seq(), confirm.number());
        } else if (event instanceof Event.WithoutEffect confirm) {
            coordinator.confirmMutationWithoutEffect(confirm.seq(), confirm.number());
        } else if (event instanceof Event.Reject reject) {
            coordinator.rejectMutation(reject.seq(), "no");
        } else if (event instanceof Event.RejectAt reject) {
            coordinator.rejectMutation(reject.seq(), "no", reject.number());
        } else if (event instanceof Event.Withdraw withdraw) {
            coordinator.withdrawMutation(withdraw.seq(), "not-needed", "not needed");
        }
    }

    private static String text(MutationOutcome outcome) {
        long seq = outcome.mutation().clientSeq();
        if (outcome instanceof MutationOutcome.Confirmed confirmed) {
            return "confirmed " + seq + " " + confirmed.serverSeq();
        }
        return (outcome instanceof MutationOutcome.Rejected ? "rejected " : "withdrawn ") + seq;
    }

    private static @Nullable Instant instant(@Nullable Integer seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
