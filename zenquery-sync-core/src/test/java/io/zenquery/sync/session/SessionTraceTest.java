package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.StepCallback;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

/** The traces that mutations take along, and deltas bring. */
class SessionTraceTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final String SET = "[{op:'replace',path:'/n',value:2}]";

    @Test
    void trace_goesWithTheMutation_andOutlivesTheProcess() {
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
                    TRACE));
        }
        assertThat(before.lastBatch().batch()).extracting(Mutation::trace).containsExactly(TRACE);

        FakeServer after = new FakeServer(FakeServer.builder().outbox(store));
        assertThat(after.lastInFlight().batch()).extracting(Mutation::trace).containsExactly(TRACE);
        after.own(4, 1);
        assertThat(after.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(after.lastBatch().batch()).extracting(Mutation::trace).containsExactly(TRACE);
    }

    @Test
    void trace_thatIsNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MutationRequest("n", NullNode.getInstance(), Map.of(), 0, Set.of(), null, "00-x"))
                .withMessage("expected a traceparent of W3C Trace Context, got \"00-x\"");
    }

    @Test
    void undoAndRedo_goWithTracesOfTheirOwn() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt set = server.submit(SET);
        server.own(4, 1);

        MutationReceipt undo = set.undo(null, null, TRACE);
        assertThat(server.lastBatch().batch()).extracting(Mutation::trace).containsExactly(TRACE);
        server.own(5, undo.clientSeq());
        server.session.undo(undo.clientSeq(), null, NullNode.getInstance(), OTHER);
        assertThat(server.lastBatch().batch()).extracting(Mutation::trace).containsExactly(OTHER);
        server.own(6, 3);

        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void retry_goesWithATraceOfItsOwn() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit(SET);
        server.say(new Rejection(1, 3, "no", Reason.PERMANENT, "not today"));

        server.session.retry(1, TRACE);

        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(server.lastBatch().batch()).extracting(Mutation::trace).containsExactly(TRACE);
    }

    /** Also where the delta has waited for the one before it. */
    @Test
    void traceOfADelta_isToldWithItsStep() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        List<@Nullable String> traces = new ArrayList<>();
        server.coordinator.onStep(new StepCallback() {
            @Override
            public void onBegin(@Nullable ServerDeltaMessage delta) {
                traces.add(delta == null ? "no delta" : delta.trace());
            }

            @Override
            public void onEnd() {}
        });

        server.say(traced(5, TRACE))
                .welcome("s1", "f2", 5, 0)
                .say(traced(4, OTHER))
                .delta(6, SET);
        server.submit(SET);

        assertThat(traces).containsExactly(OTHER, TRACE, null, "no delta");
    }

    private static Delta traced(long number, String trace) {
        return new Delta(
                number,
                number - 1,
                "s1",
                null,
                List.of(),
                Map.of(FakeServer.DOC, patch(SET)),
                FakeServer.START,
                Map.of(),
                trace);
    }
}
