package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A coordinator over one atom {@code doc}, with a record of its callbacks; histories read as sentences. */
final class Board {
    static final AtomKey DOC = AtomKey.of("doc");
    static final AtomKey OTHER = AtomKey.of("other");

    final AtomStore store;
    final OptimisticSyncCoordinator coordinator;
    final List<String> told = new ArrayList<>();
    final List<MutationOutcome> outcomes = new ArrayList<>();
    final List<Resolution> conflicts = new ArrayList<>();
    ConflictResolutionStrategy strategy = ConflictStrategies.REBASE;
    private long serverSeq;

    Board(String document) {
        this(document, new CoordinatorBuilder());
    }

    Board(String document, CoordinatorBuilder builder) {
        store = new AtomStore(Map.of(DOC, json(document)));
        coordinator = builder.stateLayer(store).build();
        coordinator.onApplyDelta(delta -> told.add("apply " + text(delta)));
        coordinator.onRollback(inverse -> told.add("rollback " + text(inverse)));
        coordinator.onViewChange(change -> told.add("view " + change.version() + " " + text(change.patches())));
        coordinator.onStateChange(() -> told.add("state"));
        coordinator.onGap((confirmed, received) -> told.add("gap " + confirmed + " " + received));
        coordinator.onOutcome(outcomes::add);
        coordinator.onConflict(conflicts::addAll);
    }

    /** A mutation of the document that only its patch distinguishes. */
    static PendingMutation mutation(long number, String patch) {
        return new PendingMutation(number, null, Map.of(DOC, patch(patch)));
    }

    Board with(ConflictResolutionStrategy other) {
        strategy = other;
        return this;
    }

    long mutate(String patch) {
        return mutate(patch, null);
    }

    long mutate(String patch, Instant stamp) {
        long number = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(
                new PendingMutation(number, null, Map.of(DOC, patch(patch)), Map.of(), stamp));
        return number;
    }

    /** Takes a mutation back by another one, whose number it returns. */
    long undo(long clientSeq) {
        return coordinator.registerUndo(clientSeq, (number, patches) -> new PendingMutation(number, null, patches));
    }

    /** The server does what a mutation says. */
    Board accept(long clientSeq) {
        Map<AtomKey, List<Patch>> predicted = coordinator.pendingPatches(clientSeq);
        coordinator.processServerDelta(ServerDeltaMessage.own(clientSeq, ++serverSeq, predicted), strategy);
        return this;
    }

    Board delta(String patch) {
        return delta(patch, null);
    }

    Board delta(String patch, Instant stamp) {
        process(++serverSeq, null, patch, stamp);
        return this;
    }

    /** Delta {@code number} that says which one it follows. */
    void deltaAfter(long previous, long number, String patch) {
        process(number, previous, patch, null);
    }

    private void process(long number, Long previous, String patch, Instant stamp) {
        coordinator.processServerDelta(
                new ServerDeltaMessage(
                        new ServerDeltaMessage.Patches(Map.of(DOC, patch(patch))), number, previous, null, stamp),
                strategy);
    }

    /** A delta for an atom that is not the document. */
    void change(AtomKey atom, String patch) {
        coordinator.processServerDelta(ServerDeltaMessage.of(++serverSeq, Map.of(atom, patch(patch))), strategy);
    }

    Board own(long clientSeq, String patch) {
        coordinator.processServerDelta(
                ServerDeltaMessage.own(clientSeq, ++serverSeq, Map.of(DOC, patch(patch))), strategy);
        return this;
    }

    Board snapshot(long number, String document) {
        serverSeq = number;
        coordinator.processServerDelta(ServerDeltaMessage.snapshot(number, Map.of(DOC, json(document))), strategy);
        return this;
    }

    JsonNode view() {
        return store.view(DOC);
    }

    JsonNode confirmed() {
        return store.confirmed(DOC);
    }

    String pending() {
        return text(coordinator.getPendingPatches());
    }

    static String text(Map<AtomKey, List<Patch>> patches) {
        StringBuilder text = new StringBuilder();
        PatchFormat.format(patches.getOrDefault(DOC, List.of()))
                .values()
                .forEach(operation -> text.append(text.isEmpty() ? "" : ", ")
                        .append(operation.get("op").stringValue())
                        .append(
                                operation.has("from")
                                        ? " " + operation.get("from").stringValue()
                                        : "")
                        .append(" ")
                        .append(operation.get("path").stringValue())
                        .append(operation.has("value") ? " " + operation.get("value") : ""));
        return text.toString();
    }
}
