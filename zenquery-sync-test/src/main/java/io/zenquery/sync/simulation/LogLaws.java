package io.zenquery.sync.simulation;

import static io.zenquery.sync.simulation.Ledger.require;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * The laws of the log, checked at each commit:
 *
 * <ul>
 *   <li>Dense: numbers follow one another, in one epoch
 *   <li>Fold: the documents are the fold of the deltas, and the inverse of each leads back
 *   <li>Exactly once: no mutation has two deltas, and none was rejected and has one; for the documents see {@link TagLaws}
 *   <li>In order: the mutations of a client are decided in the order of their numbers
 *   <li>First verdict: a decision never changes
 * </ul>
 */
final class LogLaws {
    private final Ledger ledger;
    final TagLaws tags;
    private final List<Epoch> epochs = new ArrayList<>();

    /** One incarnation of the log: all its deltas, and the documents after each. */
    private record Epoch(
            String name,
            List<Map<AtomKey, JsonNode>> documents,
            Map<Long, Delta> deltas,
            Map<ClientKey, Map<Long, Long>> executed) {}

    LogLaws(Ledger ledger, World world) {
        this.ledger = ledger;
        this.tags = new TagLaws(ledger, world);
    }

    void begin(LogState initial) {
        List<Map<AtomKey, JsonNode>> documents = new ArrayList<>();
        documents.add(initial.documents());
        epochs.add(new Epoch(initial.epoch(), documents, new HashMap<>(), new HashMap<>()));
    }

    /** A copy of the log takes its place. */
    void restore(LogState copy) {
        Epoch last = last();
        Map<ClientKey, Map<Long, Long>> executed = new HashMap<>();
        last.executed().forEach((client, numbers) -> {
            Map<Long, Long> kept = new HashMap<>(numbers);
            kept.values().removeIf(number -> number > copy.head());
            executed.put(client, kept);
        });
        List<Map<AtomKey, JsonNode>> documents =
                new ArrayList<>(last.documents().subList(0, (int) copy.head() + 1));
        epochs.add(new Epoch(copy.epoch(), documents, new HashMap<>(), executed));
    }

    // ------------------------------------------------------------------------------------------------------ commit

    void committed(LogState before, LogState after) {
        Map<AtomKey, JsonNode> folded = before.documents();
        for (long number = before.head() + 1; number <= after.head(); number++) {
            LogEntry entry = after.entries().get(number);
            if (entry == null) {
                throw new LawViolation("Dense", "delta " + number + " is missing");
            }
            folded = appended(number, entry, folded, after);
        }
        Map<AtomKey, JsonNode> documents = folded;
        require(
                documents.equals(after.documents()),
                "Fold",
                () -> "the log gives " + documents + ", stored are " + after.documents());
        for (Map.Entry<ClientKey, TreePMap<Long, Decision>> each :
                after.decisions().entrySet()) {
            checkDecisions(each.getKey(), before, each.getValue(), documents);
        }
    }

    private Map<AtomKey, JsonNode> appended(
            long number, LogEntry entry, Map<AtomKey, JsonNode> before, LogState state) {
        Delta delta = entry.delta();
        require(
                delta.serverSeq() == number
                        && delta.prevServerSeq() == number - 1
                        && delta.epoch().equals(state.epoch()),
                "Dense",
                () -> "expected delta " + number + " of " + state.epoch() + ", got " + delta);
        Map<AtomKey, JsonNode> after = apply(before, delta.patches(), "delta " + number);
        require(
                apply(after, entry.inverse(), "the inverse of delta " + number).equals(before),
                "Fold",
                () -> "the inverse of " + delta + " does not lead back: " + entry.inverse());
        Epoch now = last();
        now.documents().add(after);
        require(now.deltas().put(number, delta) == null, "Dense", () -> "delta " + number + " is there twice");
        if (delta.origin() != null) {
            executed(number, delta.origin(), state);
        }
        tags.appended(delta, before, after);
        return after;
    }

    private void executed(long number, Origin origin, LogState state) {
        ClientKey client = new ClientKey(origin.clientId(), origin.clientEpoch());
        Map<Long, Long> numbers = last().executed().computeIfAbsent(client, key -> new HashMap<>());
        Long other = numbers.put(origin.clientSeq(), number);
        require(other == null, "Exactly once", () -> origin + " is in delta " + other + " and in " + number);
        Decision decision = state.decision(client, origin.clientSeq());
        require(
                decision != null
                        && decision.verdict() instanceof Ack ack
                        && Long.valueOf(number).equals(ack.delta()),
                "Exactly once",
                () -> "delta " + number + " is of " + origin + ", which was decided as " + decision);
    }

    private void checkDecisions(
            ClientKey client, LogState before, TreePMap<Long, Decision> now, Map<AtomKey, JsonNode> documents) {
        TreePMap<Long, Decision> known = before.decisions(client);
        if (known == now) {
            return;
        }
        known.forEach((number, decision) -> require(
                decision.equals(now.get(number)), "First verdict", () -> decision + " has become " + now.get(number)));
        long last = before.lastDecided().getOrDefault(client, 0L);
        for (Map.Entry<Long, Decision> each : now.entrySet()) {
            if (!known.containsKey(each.getKey())) {
                require(each.getKey() > last, "In order", () -> client + ": " + each + " after " + last);
                ledger.decided(client, each.getValue().verdict(), documents);
            }
        }
    }

    private static Map<AtomKey, JsonNode> apply(
            Map<AtomKey, JsonNode> documents, Map<AtomKey, List<Patch>> patches, String what) {
        Map<AtomKey, JsonNode> after = new LinkedHashMap<>(documents);
        try {
            patches.forEach((atom, operations) -> {
                JsonNode document = JsonPatch.apply(after.getOrDefault(atom, Json.ABSENT), operations);
                if (Json.isAbsent(document)) {
                    after.remove(atom);
                } else {
                    after.put(atom, document);
                }
            });
        } catch (PatchException e) {
            throw new LawViolation("Fold", what + " does not fit: " + e.getMessage(), e);
        }
        return after;
    }

    // -------------------------------------------------------------------------------------------------------- read

    private Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    int epochs() {
        return epochs.size();
    }

    boolean isExecuted(ClientKey client, long clientSeq) {
        return last().executed().getOrDefault(client, Map.of()).containsKey(clientSeq);
    }

    @Nullable
    Map<AtomKey, JsonNode> documents(int epoch, long serverSeq) {
        List<Map<AtomKey, JsonNode>> all = epochs.get(epoch).documents();
        return serverSeq < all.size() ? all.get((int) serverSeq) : null;
    }

    /** Whether a log of that name has, or had, those documents at that number. */
    boolean had(String epoch, long serverSeq, Map<AtomKey, JsonNode> documents) {
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).name().equals(epoch) && documents.equals(documents(i, serverSeq))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a log of that name has, or had, that delta. */
    boolean had(Delta delta) {
        return epochs.stream()
                .anyMatch(each -> each.name().equals(delta.epoch())
                        && delta.equals(each.deltas().get(delta.serverSeq())));
    }
}
