package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static io.zenquery.sync.server.TestClient.named;
import static io.zenquery.sync.server.TestClient.patch;
import static io.zenquery.sync.server.TestClient.problem;
import static io.zenquery.sync.server.TestClient.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Patches of clients, carried from their base to the head. */
class DefaultHandlerTest {
    private static final String TWO = "[{'t':'a'},{'t':'b'}]";

    private SyncServer server = server(TWO);
    private TestClient ann = TestClient.of(server, "ann");
    private TestClient bob = TestClient.of(server, "bob");

    private static SyncServer server(String list) {
        return TestServers.with(list)
                .handlers(TestServers.handlers())
                .limits(new Limits(4, 100, 4))
                .build();
    }

    private void begin(String list) {
        server = server(list);
        ann = TestClient.of(server, "ann");
        bob = TestClient.of(server, "bob");
    }

    @Test
    void submit_twoInsertsAtOneIndex_keepsBothTheFirstInFront() {
        begin("['x']");
        ann.send(0, 0, patch(1, Patch.add("/1", json("'ann'"))));
        bob.send(0, 0, patch(1, Patch.add("/1", json("'bob'"))));

        assertThat(TestServers.list(server)).hasSize(3).contains(json("'ann'"), json("'bob'"));
        assertThat(TestServers.list(server)).isEqualTo(json("['x','ann','bob']"));
    }

    @Test
    void submit_indexShiftedSince_followsTheElement() {
        ann.send(0, 0, patch(1, Patch.add("/0", json("{'t':'new'}"))));
        bob.send(0, 0, patch(1, Patch.replace("/1/t", json("'B'"))));

        assertThat(TestServers.list(server)).isEqualTo(json("[{'t':'new'},{'t':'a'},{'t':'B'}]"));
    }

    @Test
    void submit_elementRemovedSince_acksWithoutEffect() {
        ann.send(0, 0, patch(1, Patch.remove("/0")));

        assertThat(bob.send(0, 0, patch(1, Patch.replace("/0/t", json("'B'"))))).containsExactly(new Ack(1, 1, null));
        assertThat(TestServers.list(server)).isEqualTo(json("[{'t':'b'}]"));
    }

    @Test
    void submit_doesNotFitTheBase_isRejectedAlone() {
        List<ServerMessage> answer = ann.send(
                0,
                0,
                patch(1, Patch.remove("/9")),
                patch(2, Patch.add("/-", json("1"))),
                patch(3, Patch.remove("/9/t")));

        assertThat(rejection(answer.get(0))).isEqualTo("does-not-fit");
        assertThat(answer.get(1)).isEqualTo(new Ack(2, 1, 1L));
        assertThat(rejection(answer.get(2))).isEqualTo("does-not-fit");
    }

    @Test
    void submit_testFailsAtHead_isRejected() {
        ann.send(0, 0, patch(1, Patch.replace("/0/t", json("'A'"))));

        assertThat(rejection(bob.send(
                                0, 0, patch(1, Patch.test("/0/t", json("'a'")), Patch.replace("/1/t", json("'B'"))))
                        .get(0)))
                .isEqualTo("test-failed");
        assertThat(TestServers.list(server)).isEqualTo(json("[{'t':'A'},{'t':'b'}]"));
    }

    @Test
    void submit_rejectInTheMiddle_takesItsDependantsAlong() {
        List<ServerMessage> answer = ann.send(
                0,
                0,
                patch(1, Patch.add("/0", json("{'t':'one'}"))),
                named(2, "reject", "null", Patch.add("/0", json("{'t':'two'}"))),
                patch(3, Patch.replace("/0/t", json("'TWO'")), Patch.replace("/2/t", json("'A'"))),
                patch(4, Patch.replace("/1/t", json("'ONE'"))));

        assertThat(answer.get(0)).isEqualTo(new Ack(1, 1, 1L));
        assertThat(rejection(answer.get(1))).isEqualTo("no");
        assertThat((Rejection) answer.get(2))
                .returns("dependency-rejected", Rejection::code)
                .returns(Reason.DEPENDENCY, Rejection::reason);
        assertThat(answer.get(3)).isEqualTo(new Ack(4, 2, 2L));
        assertThat(TestServers.list(server)).isEqualTo(json("[{'t':'ONE'},{'t':'a'},{'t':'b'}]"));
    }

    @Test
    void submit_handlerComputesOtherwise_laterMembersFindWhatItMade() {
        begin("[]");
        List<ServerMessage> answer = ann.send(
                0,
                0,
                named(1, "append", "{'name':'x'}", Patch.add("/0", json("'x'"))),
                patch(2, Patch.add("/0", json("'front'"))),
                patch(3, Patch.remove("/1")));

        assertThat(answer).containsExactly(new Ack(1, 1, 1L), new Ack(2, 2, 2L), new Ack(3, 3, 3L));
        assertThat(TestServers.list(server)).isEqualTo(json("['front']"));
    }

    @Test
    void submit_predictionDoesNotFit_isNoError() {
        begin("[]");
        assertThat(ann.send(
                        0,
                        0,
                        named(1, "append", "{'name':'x'}", Patch.remove("/7")),
                        patch(2, Patch.add("/0", json("1")))))
                .containsExactly(new Ack(1, 1, 1L), new Ack(2, 2, 2L));
        assertThat(TestServers.list(server)).isEqualTo(json("['X',1]"));
    }

    @Test
    void submit_sameMemberWithEachStrategy_isResolvedAsAtTheClient() {
        Instant later = TestServers.NOW.plusSeconds(1);
        Instant earlier = TestServers.NOW.minusSeconds(1);

        assertThat(collide("rebase", earlier)).isEqualTo("mine");
        assertThat(collide("client-wins", earlier)).isEqualTo("mine");
        assertThat(collide("server-wins", later)).isEqualTo("theirs");
        assertThat(collide("last-write-wins", later)).isEqualTo("mine");
        assertThat(collide("last-write-wins", earlier)).isEqualTo("theirs");
        assertThat(collide("fail", later)).isEqualTo("conflict");
        assertThat(collide("a-bean-of-the-client", earlier)).isEqualTo("mine");
    }

    /** What is at the contested place afterwards, or the code of the rejection. */
    private String collide(String strategy, Instant stamp) {
        begin(TWO);
        ann.send(0, 0, patch(1, Patch.replace("/0/t", json("'theirs'"))));
        ServerMessage verdict = bob.send(
                        0,
                        0,
                        patch(
                                1,
                                strategy,
                                stamp,
                                Patch.replace("/0/t", json("'mine'")),
                                Patch.add("/-", json("'rest'"))))
                .get(0);
        boolean accepted = verdict instanceof Ack;
        assertThat(TestServers.list(server)).hasSize(accepted ? 3 : 2);
        return accepted ? TestServers.list(server).get(0).get("t").stringValue() : rejection(verdict);
    }

    @Test
    void submit_clientWinsAndTheElementIsGone_bringsItBack() {
        ann.send(0, 0, patch(1, Patch.remove("/0")));
        bob.send(0, 0, patch(1, "client-wins", TestServers.NOW, Patch.replace("/0/t", json("'mine'"))));

        assertThat(TestServers.list(server)).isEqualTo(json("[{'t':'mine'},{'t':'b'}]"));
    }

    @Test
    void submit_logTruncatedBelowTheBase_isTooOldForPatchesOnly() {
        for (long seq = 1; seq <= 5; seq++) {
            ann.send(seq - 1, seq - 1, patch(seq, Patch.add("/-", json("" + seq))));
        }

        assertThat(problem(bob.send(0, 0, named(1, "append", "{'name':'x'}"), patch(2, Patch.remove("/0")))))
                .isEqualTo("BASE_TOO_OLD");
        assertThat(server.state(CHANNEL).serverSeq()).isEqualTo(5);
        assertThat(bob.send(0, 0, named(1, "append", "{'name':'x'}"))).containsExactly(new Ack(1, 6, 6L));
        assertThat(bob.send(2, 1, patch(2, Patch.remove("/0")))).containsExactly(new Ack(2, 7, 7L));
    }

    @Test
    void submit_atomThatDoesNotExist_canBeMadeAndRemoved() {
        ann.send(0, 0, patch(1, Patch.remove("")));
        assertThat(server.state(CHANNEL).documents()).doesNotContainKey(LIST);

        ann.send(1, 1, patch(2, Patch.add("", json("['again']"))));
        assertThat(TestServers.list(server)).isEqualTo(json("['again']"));
    }
}
