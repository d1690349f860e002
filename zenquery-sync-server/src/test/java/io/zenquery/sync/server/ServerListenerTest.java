package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a listener and an interceptor of the server see. */
class ServerListenerTest {
    private final List<Object> told = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private boolean failing;

    private final ServerListener listener = new ServerListener() {
        @Override
        public void onResume(String channel, boolean snapshot) {
            tell(channel + (snapshot ? " snapshot" : " deltas"));
        }

        @Override
        public void onBatch(String channel, BatchReport report) {
            tell(report);
        }

        @Override
        public void onChange(String channel) {
            tell(channel + " changed");
        }
    };

    private void tell(Object what) {
        told.add(what);
        if (failing) {
            throw new IllegalStateException("planted");
        }
    }

    private SyncServerBuilder builder() {
        return TestServers.with("[]")
                .handlers(TestServers.handlers())
                .handlers(List.of(TestServers.handler("later", call -> {
                    throw new TryLaterException("not now");
                })))
                .listener(listener);
    }

    @Test
    void batch_membersOfAllKinds_areCounted() {
        TestClient client = TestClient.of(builder().build(), "a");

        client.send(
                0,
                0,
                named(1, "append", "{'name':'x'}"),
                named(2, "reject", "null"),
                named(3, "later", "null"),
                named(4, "append", "{'name':'y'}"));
        client.send(0, 0, named(1, "append", "{'name':'x'}"), named(2, "reject", "null"));

        assertThat(told)
                .containsExactly(
                        "c snapshot",
                        new BatchReport(4, 1, 1, 0, ProblemCode.TRY_LATER),
                        new BatchReport(2, 0, 0, 2, null));
    }

    @Test
    void batch_thatIsRefused_hasItsProblemAndNoDecisions() {
        TestClient client = TestClient.of(builder().build(), "a");
        client.fence = "other";

        client.send(0, 0, named(1, "append", "{'name':'x'}"));

        assertThat(told).last().isEqualTo(new BatchReport(1, 0, 0, 0, ProblemCode.STALE_FENCE));
    }

    @Test
    void resumeAndChange_areTold_whatChangesNothingIsNot() {
        SyncServer server = builder().build();
        String epoch = server.state(CHANNEL).epoch();
        TestClient client = TestClient.of(server, "a");
        server.change(CHANNEL, draft -> draft.atom(LIST).add("/-", 1));
        assertThatThrownBy(() -> server.change(CHANNEL, draft -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");

        server.change(CHANNEL, draft -> {});

        client.resume(epoch, 0, null);

        assertThat(told).containsExactly("c snapshot", "c changed", "c deltas");
    }

    @Test
    void listenerThatThrows_changesNothing() {
        SyncServer server = builder().build();
        TestClient client = TestClient.of(server, "a");
        failing = true;

        assertThat(client.send(0, 0, named(1, "append", "{'name':'x'}"))).hasSize(1);
        assertThat(server.change(CHANNEL, draft -> draft.atom(LIST).add("/-", 1)))
                .isEqualTo(2);
    }

    @Test
    void interceptor_standsAroundEachHandler_onItsThreadAndSeesWhatItThrows() {
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofMinutes(1))) {
            calls.clear();
            String caller = Thread.currentThread().getName();
            SyncServer server = builder()
                    .limits(new Limits(10, 10, 100, DocumentLimits.DEFAULT, timeout))
                    .handlerInterceptor((call, handler) -> {
                        boolean here = Thread.currentThread().getName().equals(caller);
                        assertThat(here).isEqualTo(timeout.isZero());
                        try {
                            handler.run();
                            calls.add(call.name() + " done");
                        } catch (RejectMutationException e) {
                            calls.add(call.name() + " " + e.code());
                            throw e;
                        }
                    })
                    .build();

            List<String> answers =
                    TestClient.of(server, "a")
                            .send(0, 0, named(1, "append", "{'name':'x'}"), named(2, "reject", "null"))
                            .stream()
                            .map(TestClient::rejection)
                            .toList();

            assertThat(calls).containsExactly("append done", "reject no");
            assertThat(answers.get(1)).isEqualTo("no");
        }
    }

    @Test
    void size_countsDeltasAndBytes_andMakesNoChannel() {
        SyncServer server = builder().build();
        assertThat(server.size(CHANNEL)).isNull();
        assertThat(server.heads()).isEmpty();

        server.change(CHANNEL, draft -> draft.atom(LIST).add("/-", "abc"));

        assertThat(server.size(CHANNEL)).isEqualTo(new ChannelSize(1, Map.of(LIST, 8L)));
    }
}
