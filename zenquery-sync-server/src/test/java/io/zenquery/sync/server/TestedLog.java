package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The log of a test, and what is written to it. */
public abstract class TestedLog {
    protected static final AtomKey LIST = TestClient.LIST;
    protected static final int RETENTION = 100;
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    static final ClientKey ANN = new ClientKey("ann", "ann-1");
    static final ClientKey BOB = new ClientKey("bob", "bob-1");

    final Map<AtomKey, JsonNode> initial = Map.of(LIST, TestClient.json("[]"));
    protected final DeltaLog log = open("first", initial);

    /** The log of this test's channel, as a node of its own opens it. */
    protected abstract DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments);

    /** Another node's view of the same log. */
    protected DeltaLog another() {
        return open("second", Map.of(LIST, TestClient.json("['not these']")));
    }

    /** Appends one element to the list; its decision is that of {@code client}'s next number. */
    protected static Delta append(DeltaLog to, @Nullable ClientKey client, long clientSeq) {
        long head = to.head();
        Origin origin =
                client == null ? null : new Origin(client.clientId(), client.clientEpoch(), clientSeq, "h" + clientSeq);
        JsonNode element = TestClient.json("{'n':" + (head + 1) + ",'x':1.50}");
        Delta delta = new Delta(
                head + 1,
                head,
                to.epoch(),
                origin,
                List.of(),
                Map.of(LIST, List.of(Patch.add("/-", element))),
                Instant.parse("2026-01-01T00:00:00Z"),
                client == null ? Map.of() : Map.of("tmp", "final"),
                client == null ? null : TRACE);
        LogEntry.Replayed next = LogEntry.replay(to.documents(), delta);
        to.append(
                next.entry(),
                next.documents(),
                client,
                client == null
                        ? null
                        : new Decision(
                                "h" + clientSeq, new Ack(clientSeq, head + 1, head + 1, Map.of("tmp", "final"))));
        return delta;
    }

    static Decision rejection(DeltaLog at, long clientSeq) {
        return new Decision("r" + clientSeq, new Rejection(clientSeq, at.head(), "no", Reason.PERMANENT, "not today"));
    }

    protected static int size(DeltaLog of) {
        return of.documents().getOrDefault(LIST, Json.ABSENT).size();
    }
}
