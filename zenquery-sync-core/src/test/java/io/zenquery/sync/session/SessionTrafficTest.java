package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

/** What a listener is told of batches and verdicts. */
class SessionTrafficTest {

    @Test
    void batchesAndVerdicts_areToldOnceInOrder() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Ack(1, 4, 4L)).say(new Ack(1, 4, 4L)).own(4, 1);
        server.submit("[{op:'replace',path:'/n',value:3}]");
        server.say(new Rejection(2, 4, "no", Reason.PERMANENT, "not today"));

        assertThat(server.traffic).containsExactly("sent [1]", "Ack 1", "sent [2]", "Rejection 2");
    }

    @Test
    void verdictThatComesWithItsDelta_isToldToo() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.own(4, 1).say(new Ack(1, 4, 4L));

        assertThat(server.traffic).containsExactly("sent [1]", "Ack 1");
    }

    @Test
    void batchWithoutAnAnswer_isToldAgainAfterTheReconnect() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.submit("[{op:'replace',path:'/n',value:3}]");

        server.reconnect().welcome("s1", "f2", 3, 0);

        assertThat(server.traffic).containsExactly("sent [1]", "again [1]");
    }

    @Test
    void clockOffset_isThatOfTheLastWelcome() {
        FakeServer server = new FakeServer();
        assertThat(server.session.clockOffset()).isEqualTo(Duration.ZERO);
        server.live(3, json("{n:1}")).reconnect();

        server.say(new Welcome("s1", "f2", 3, 0, List.of(), FakeServer.START));

        assertThat(server.session.clockOffset()).isEqualTo(Duration.ofMinutes(-1));
    }

    @Test
    void trace_goesWithTheMutation_andOutlivesTheProcess() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        TestStore store = new TestStore();
        FakeServer before = new FakeServer(FakeServer.builder().outbox(store)).live(3, json("{n:1}"));
        for (int i = 0; i < 2; i++) {
            before.session.submit(new MutationRequest(
                    "n",
                    NullNode.getInstance(),
                    Map.of(FakeServer.DOC, patch("[{op:'replace',path:'/n',value:" + i + "}]")),
                    before.coordinator.viewVersion(),
                    Set.of(),
                    null,
                    trace));
        }
        assertThat(before.lastBatch().batch()).extracting(Mutation::trace).containsExactly(trace);

        FakeServer after = new FakeServer(FakeServer.builder().outbox(store));
        assertThat(after.lastInFlight().batch()).extracting(Mutation::trace).containsExactly(trace);
        after.own(4, 1);
        assertThat(after.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(after.lastBatch().batch()).extracting(Mutation::trace).containsExactly(trace);
    }

    @Test
    void trace_thatIsNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MutationRequest("n", NullNode.getInstance(), Map.of(), 0, Set.of(), null, "00-x"))
                .withMessage("expected a traceparent of W3C Trace Context, got \"00-x\"");
    }
}
