package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static io.zenquery.sync.server.TestClient.named;
import static io.zenquery.sync.server.TestClient.patch;
import static io.zenquery.sync.server.TestClient.problem;
import static io.zenquery.sync.server.TestClient.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Order, numbers, fences, repeats and named handlers. */
class SubmitTest {
    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final SyncServer server = TestServers.with("[]")
            .handlers(TestServers.handlers())
            .handlers(List.of(TestServers.handler("later", call -> {
                if (busy.get()) {
                    throw new TryLaterException("busy");
                }
                call.draft().atom(LIST).add("/-", "later");
            })))
            .limits(new Limits(4, 3, 100))
            .build();
    private final List<Delta> deltas = new ArrayList<>();
    private final TestClient ann = TestClient.of(server, "ann");
    private final TestClient bob = TestClient.of(server, "bob");

    SubmitTest() {
        server.addListener((channel, delta) -> deltas.add(delta));
    }

    private static Patch append(String value) {
        return Patch.add("/-", json(value));
    }

    @Test
    void submit_named_appliesWhatTheHandlerRecorded() {
        Mutation mutation = named(1, "append", "{'name':'x'}", append("'predicted'"));

        assertThat(ann.send(0, 0, mutation)).containsExactly(new Ack(1, 1, 1L));

        assertThat(TestServers.list(server)).isEqualTo(json("['X']"));
        assertThat(deltas).singleElement().satisfies(delta -> {
            assertThat(delta.serverSeq()).isEqualTo(1);
            assertThat(delta.prevServerSeq()).isZero();
            assertThat(delta.epoch()).isEqualTo("epoch-1");
            assertThat(delta.stamp()).isEqualTo(TestServers.NOW);
            assertThat(delta.origin()).isEqualTo(new Origin("ann", "ann-epoch", 1, ProtocolCodec.hash(mutation)));
            assertThat(delta.patches()).containsEntry(LIST, List.of(append("'X'")));
        });
    }

    @Test
    void submit_handlerRejects_rejectsThatOneAlone() {
        List<ServerMessage> answer = ann.send(
                0,
                0,
                named(1, "append", "{'name':'a'}"),
                named(2, "reject", "null"),
                named(3, "append", "{'name':'b'}"));

        assertThat(answer).hasSize(3);
        assertThat(rejection(answer.get(1))).isEqualTo("no");
        assertThat(TestServers.list(server)).isEqualTo(json("['A','B']"));
        assertThat(deltas.get(1).verdicts())
                .as("what the delta before has not said")
                .isEqualTo(answer.subList(1, 2));
    }

    @Test
    void submit_handlerFails_rejectsThatOneAlone() {
        List<ServerMessage> answer = ann.send(0, 0, named(1, "fail", "null"), patch(2, append("1")));

        assertThat(rejection(answer.get(0))).isEqualTo("handler-failed");
        assertThat(answer.get(0).toString()).doesNotContain("planted");
        assertThat(answer.get(1)).isEqualTo(new Ack(2, 1, 1L));
    }

    @Test
    void submit_nameUnknown_rejects() {
        assertThat(rejection(ann.send(0, 0, named(1, "who", "null")).get(0))).isEqualTo("unknown-mutation");
    }

    @Test
    void submit_inputDoesNotFit_rejects() {
        assertThat(rejection(ann.send(0, 0, named(1, "append", "null")).get(0))).isEqualTo("input-invalid");
        assertThat(rejection(
                        ann.send(0, 1, named(2, "append", "{'name':{'no':1}}")).get(0)))
                .isEqualTo("input-invalid");
        assertThat(TestServers.list(server)).isEqualTo(json("[]"));
    }

    @Test
    void submit_withoutEffect_acksWithoutDelta() {
        assertThat(ann.send(0, 0, named(1, "nothing", "null", append("1")), patch(2, append("2"))))
                .containsExactly(new Ack(1, 0, null), new Ack(2, 1, 1L));
        assertThat(TestServers.list(server)).isEqualTo(json("[2]"));
        assertThat(deltas.get(0).patches()).containsEntry(LIST, List.of(Patch.add("/0", json("2"))));
    }

    @Test
    void submit_tryLater_leavesTheRestUndecided() {
        Mutation[] batch = {patch(1, append("1")), named(2, "later", "null"), patch(3, append("3"))};

        List<ServerMessage> answer = ann.send(0, 0, batch);

        assertThat(answer).first().isEqualTo(new Ack(1, 1, 1L));
        assertThat(answer).last().isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ServerMessage.ProblemCode.TRY_LATER);
            assertThat(problem.clientSeq()).isEqualTo(2);
            assertThat(problem.about().firstClientSeq()).isEqualTo(1);
        });
        assertThat(answer).hasSize(2);
        assertThat(TestServers.list(server)).isEqualTo(json("[1]"));

        busy.set(false);
        assertThat(ann.send(0, 0, batch)).containsExactly(new Ack(1, 1, 1L), new Ack(2, 2, 2L), new Ack(3, 3, 3L));
        assertThat(TestServers.list(server)).isEqualTo(json("[1,'later',3]"));
    }

    @Test
    void submit_partlyDecidedAgain_givesFirstVerdictsAndDecidesTheRestOnce() {
        Mutation[] batch = {
            patch(1, append("1")), named(2, "reject", "null"), named(3, "later", "null"), patch(4, append("4"))
        };
        ann.send(0, 0, batch);
        bob.send(1, 0, patch(1, Patch.add("/0", json("'bob'"))));
        busy.set(false);

        List<ServerMessage> answer = ann.send(0, 0, batch);
        List<ServerMessage> third = ann.send(0, 0, batch);

        assertThat(answer).hasSize(4).contains(new Ack(1, 1, 1L), new Ack(3, 3, 3L), new Ack(4, 4, 4L));
        assertThat(rejection(answer.get(1))).isEqualTo("no");
        assertThat(third).isEqualTo(answer);
        assertThat(TestServers.list(server)).isEqualTo(json("['bob',1,'later',4]"));
        assertThat(deltas).hasSize(4);
        assertThat(deltas.get(2).verdicts()).isEqualTo(answer.subList(1, 2));
        assertThat(deltas.get(3).verdicts()).isEmpty();
    }

    @Test
    void submit_sameNumberOtherContent_isAMismatch() {
        ann.send(0, 0, patch(1, append("1")));

        List<ServerMessage> answer = ann.send(0, 0, patch(1, append("2")), patch(2, append("3")));

        assertThat(problem(answer)).isEqualTo("CONTENT_MISMATCH");
        assertThat(answer).hasSize(1);
        assertThat(TestServers.list(server)).isEqualTo(json("[1]"));
    }

    @Test
    void submit_fenceNeverIssued_isStale() {
        ann.fence = "made-up";

        assertThat(problem(ann.send(0, 0, patch(1, append("1"))))).isEqualTo("STALE_FENCE");
    }

    @Test
    void submit_batchBeforeIsMissing_isStale() {
        assertThat(problem(ann.send(0, 1, patch(2, append("1"))))).isEqualTo("STALE_FENCE");
        assertThat(TestServers.list(server)).isEqualTo(json("[]"));
    }

    @Test
    void submit_numberPassedOver_isStaleAndNeverExecuted() {
        ann.send(0, 0, patch(2, append("2")));

        assertThat(problem(ann.send(1, 0, patch(1, append("1"))))).isEqualTo("STALE_FENCE");
        assertThat(TestServers.list(server)).isEqualTo(json("[2]"));
    }

    @Test
    void submit_impossibleBatches_areMalformed() {
        assertThat(problem(ann.send(0, 0))).isEqualTo("MALFORMED");
        assertThat(problem(ann.send(0, 0, patch(2, append("1")), patch(1, append("1")))))
                .isEqualTo("MALFORMED");
        assertThat(problem(ann.send(0, 0, patch(1, append("1")), patch(1, append("1")))))
                .isEqualTo("MALFORMED");
        assertThat(problem(ann.send(0, 0, patch(0, append("1"))))).isEqualTo("MALFORMED");
        assertThat(problem(ann.send(1, 0, patch(1, append("1"))))).isEqualTo("MALFORMED");
        assertThat(deltas).isEmpty();
    }

    @Test
    void submit_moreThanABatchMayHave_saysSo_andWhichBatch() {
        Mutation[] batch = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> patch(number, append("1")))
                .toArray(Mutation[]::new);

        assertThat(ann.send(0, 0, batch)).singleElement().satisfies(answer -> {
            Problem problem = (Problem) answer;
            assertThat(problem.code()).isEqualTo(ServerMessage.ProblemCode.BATCH_TOO_LARGE);
            assertThat(problem.about().firstClientSeq()).isEqualTo(1);
            assertThat(problem.about().fence()).isNotNull();
        });
        assertThat(deltas).isEmpty();
    }

    @Test
    void submit_tooManyPatches_rejectsThatOneAlone() {
        List<ServerMessage> answer =
                ann.send(0, 0, patch(1, append("1"), append("2"), append("3"), append("4")), patch(2, append("5")));

        assertThat(rejection(answer.get(0))).isEqualTo("too-many-patches");
        assertThat(answer.get(1)).isEqualTo(new Ack(2, 1, 1L));
        assertThat(TestServers.list(server)).isEqualTo(json("[5]"));
    }

    @Test
    void submit_copyAndTest_areLoggedAsAdd() {
        ann.send(0, 0, patch(1, append("{'a':1}")));
        ann.send(1, 1, patch(2, Patch.test("/0/a", json("1")), Patch.copy("/0", "/1")));

        assertThat(deltas.get(1).patches()).containsEntry(LIST, List.of(Patch.add("/1", json("{'a':1}"))));
    }

    @Test
    void change_byTheServer_isADeltaWithoutOrigin() {
        assertThat(server.change(CHANNEL, draft -> draft.atom(LIST).add("/-", "server")))
                .isEqualTo(1);
        assertThat(server.change(CHANNEL, draft -> {})).isEqualTo(1);

        assertThat(deltas)
                .singleElement()
                .satisfies(delta -> assertThat(delta.origin()).isNull());
        assertThat(TestServers.list(server)).isEqualTo(json("['server']"));
    }

    @Test
    void submit_fromAHandler_isRefusedAndRejectsTheMutation() {
        SyncServer[] reentered = new SyncServer[1];
        reentered[0] = TestServers.with("[]")
                .handlers(List.of(TestServers.handler("again", call -> reentered[0].state(CHANNEL))))
                .build();

        assertThat(rejection(TestClient.of(reentered[0], "ann")
                        .send(0, 0, named(1, "again", "null"))
                        .get(0)))
                .isEqualTo("handler-failed");
    }

    @Test
    void verdicts_afterDecisions_areThoseOfEachClient() {
        ann.send(0, 0, patch(1, append("1")), named(2, "reject", "null"));
        bob.send(0, 0, patch(1, append("2")));

        assertThat(server.verdicts(CHANNEL)).hasSize(2);
        assertThat(server.verdicts(CHANNEL).get(new ClientKey("ann", "ann-epoch")))
                .hasSize(2)
                .startsWith(new Ack(1, 1, 1L));
    }

    @Test
    void build_twoHandlersOfOneName_isRefused() {
        assertThatThrownBy(() ->
                        SyncServer.builder().handlers(TestServers.handlers()).handlers(TestServers.handlers()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("append")
                .hasMessageContaining("Rename");
    }

    @Test
    void build_withoutClock_isRefused() {
        assertThatThrownBy(() -> SyncServer.builder().build()).isInstanceOf(IllegalStateException.class);
    }
}
