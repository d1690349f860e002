package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

/** The traces that mutations bring, and deltas take along. */
class ServerTraceTest {
    private static final String SENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String HANDLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-b7ad6b7169203331-01";

    /** What the test's threads work in, as tracing has it. */
    private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();

    private SyncServerBuilder builder() {
        return TestServers.with("[]").handlers(TestServers.handlers()).currentTrace(current::get);
    }

    private HandlerInterceptor within(String trace) {
        return (call, handler) -> {
            current.set(trace);
            try {
                handler.run();
            } finally {
                current.remove();
            }
        };
    }

    private static Mutation traced(long clientSeq, @Nullable String name, Map<AtomKey, List<Patch>> patches) {
        return new Mutation(
                clientSeq,
                name,
                name == null ? NullNode.getInstance() : json("{'name':'x'}"),
                patches,
                Map.of(),
                null,
                Set.of(),
                SENT);
    }

    private static List<@Nullable String> traces(SyncServer server) {
        List<@Nullable String> traces = new ArrayList<>();
        server.deltas(CHANNEL, 1, 100).forEach(delta -> traces.add(delta.trace()));
        return traces;
    }

    @Test
    void trace_isTheMutationsOwn_alsoAfterTemporaryIdsWereReplaced() {
        List<String> calls = new ArrayList<>();
        SyncServer server = TestServers.with("[]")
                .handlers(TestServers.handlers())
                .handlers(List.of(TestServers.handler("create", call -> call.becomes("tmp-1", "id-1"))))
                .handlerInterceptor((call, handler) -> {
                    calls.add(call.name() + " " + call.trace());
                    handler.run();
                })
                .build();
        Mutation create = new Mutation(1, "create", json("null"), Map.of(), Map.of(), null, Set.of("tmp-1"), null);
        Mutation append = new Mutation(2, "append", json("{'name':'tmp-1'}"), Map.of(), Map.of(), null, Set.of(), SENT);

        TestClient.of(server, "a").send(0, 0, create, append);

        assertThat(calls).containsExactly("create null", "append " + SENT);
        assertThat(TestServers.list(server)).isEqualTo(json("['ID-1']"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT20S"})
    void delta_ofAHandler_hasTheTraceOfItsWork(Duration timeout) {
        try (SyncServer server = builder()
                .limits(new Limits(10, 10, 100, DocumentLimits.DEFAULT, timeout))
                .handlerInterceptor(within(HANDLED))
                .build()) {

            TestClient.of(server, "a")
                    .send(0, 0, traced(1, "append", Map.of()), TestClient.named(2, "append", "{'name':'y'}"));

            assertThat(traces(server)).containsExactly(HANDLED, HANDLED);
        }
    }

    @Test
    void delta_withoutAHandler_hasTheTraceOfTheMutation() {
        SyncServer server = builder().handlerInterceptor(within(HANDLED)).build();

        TestClient.of(server, "a")
                .send(
                        0,
                        0,
                        traced(1, null, Map.of(LIST, List.of(Patch.add("/-", json("1"))))),
                        TestClient.patch(2, Patch.add("/-", json("2"))));

        assertThat(traces(server)).containsExactly(SENT, null);
    }

    @Test
    void delta_whereNoTraceIsAtWork_hasTheTraceOfTheMutation() {
        SyncServer server =
                builder().handlerInterceptor(within("no traceparent")).build();

        TestClient.of(server, "a").send(0, 0, traced(1, "append", Map.of()));

        assertThat(traces(server)).containsExactly(SENT);
    }

    @Test
    void delta_ofTheServerItself_hasTheTraceOfTheCaller() {
        SyncServer server = builder().build();

        current.set(HANDLED);
        server.change(CHANNEL, draft -> draft.atom(LIST).add("/-", 1));
        current.remove();
        server.change(CHANNEL, draft -> draft.atom(LIST).add("/-", 2));

        assertThat(traces(server)).containsExactly(HANDLED, null);
    }

    /** Who was away, or is on another node, hears of it from the log. */
    @Test
    void resume_bringsTheTracesOfTheDeltas() {
        SyncServer server = builder().handlerInterceptor(within(HANDLED)).build();
        TestClient.of(server, "a").send(0, 0, traced(1, "append", Map.of()));

        List<ServerMessage> answer =
                new TestClient(server, "b").resume(server.state(CHANNEL).epoch(), 0, null);

        assertThat(answer.get(1))
                .isInstanceOfSatisfying(
                        Delta.class, delta -> assertThat(delta.trace()).isEqualTo(HANDLED));
    }
}
