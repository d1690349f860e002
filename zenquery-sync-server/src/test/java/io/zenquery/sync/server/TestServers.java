package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;

import io.zenquery.sync.patch.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Servers whose clock stands and whose ids are counted. */
final class TestServers {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private TestServers() {}

    /** A builder of a server whose channels begin with that document as their list. */
    static SyncServerBuilder with(String list) {
        AtomicInteger epochs = new AtomicInteger();
        return SyncServer.builder()
                .clock(() -> NOW)
                .ids(() -> "epoch-" + epochs.incrementAndGet())
                .initialDocuments(channel -> Map.of(LIST, json(list)));
    }

    static JsonNode list(SyncServer server) {
        return server.state(CHANNEL).documents().getOrDefault(LIST, Json.ABSENT);
    }

    static MutationFunction handler(String name, Consumer<MutationCall> body) {
        return new MutationFunction() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void handle(MutationCall call) {
                body.accept(call);
            }
        };
    }

    /** Handlers that all tests may use. */
    static List<MutationFunction> handlers() {
        return List.of(
                handler(
                        "append",
                        call -> call.draft()
                                .atom(LIST)
                                .add("/-", call.input(Item.class).name().toUpperCase(java.util.Locale.ROOT))),
                handler("nothing", call -> {}),
                handler("reject", call -> {
                    throw new RejectMutationException("no", "not today");
                }),
                handler("fail", call -> {
                    throw new IllegalStateException("planted");
                }));
    }

    record Item(String name) {}
}
