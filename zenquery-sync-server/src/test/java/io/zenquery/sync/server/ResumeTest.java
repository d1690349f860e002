package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static io.zenquery.sync.server.TestClient.named;
import static io.zenquery.sync.server.TestClient.patch;
import static io.zenquery.sync.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private final SyncServer server = TestServers.with("[]")
            .handlers(TestServers.handlers())
            .limits(new Limits(3, 10, 3))
            .build();
    private final TestClient ann = TestClient.of(server, "ann");

    private void appendTo(long head) {
        for (long seq = 1; seq <= head; seq++) {
            ann.send(seq - 1, seq - 1, patch(seq, Patch.add("/-", json("" + seq))));
        }
    }

    @Test
    void resume_firstConnect_givesWelcomeAndSnapshot() {
        List<ServerMessage> answer = new TestClient(server, "bob").resume(null, 0, null);

        assertThat(answer).hasSize(2);
        assertThat((Welcome) answer.get(0))
                .returns("epoch-1", Welcome::serverEpoch)
                .returns(0L, Welcome::head)
                .returns(0L, Welcome::lastDecided)
                .returns(TestServers.NOW, Welcome::serverTime);
        assertThat((Snapshot) answer.get(1))
                .returns(0L, Snapshot::serverSeq)
                .returns("epoch-1", Snapshot::epoch)
                .returns(json("[]"), snapshot -> snapshot.state().get(LIST));
    }

    @Test
    void resume_deltasInLog_givesTheMissingOnes() {
        appendTo(3);

        List<ServerMessage> answer = new TestClient(server, "bob").resume("epoch-1", 1, null);

        assertThat(answer.subList(1, answer.size()))
                .extracting(message -> ((Delta) message).serverSeq())
                .containsExactly(2L, 3L);
    }

    @Test
    void deltas_askedFor_areThoseThatTheLogStillHas() {
        appendTo(5);

        assertThat(server.deltas(TestClient.CHANNEL, 1, 5))
                .extracting(Delta::serverSeq)
                .containsExactly(3L, 4L, 5L);
        assertThat(server.deltas(TestClient.CHANNEL, 2, 4))
                .extracting(Delta::serverSeq)
                .containsExactly(3L, 4L);
        assertThat(server.deltas(TestClient.CHANNEL, 6, 9)).isEmpty();
        assertThatThrownBy(() -> server.deltas("no channel", 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resume_atHead_givesWelcomeAlone() {
        appendTo(2);

        assertThat(new TestClient(server, "bob").resume("epoch-1", 2, null)).hasSize(1);
    }

    @Test
    void resume_logTruncated_givesSnapshotWithVerdicts() {
        ann.send(0, 0, named(1, "reject", "null"));
        for (long seq = 2; seq <= 6; seq++) {
            ann.send(seq - 2, seq - 1, patch(seq, Patch.add("/-", json("" + seq))));
        }

        List<ServerMessage> answer = ann.resume("epoch-1", 1, 1L);

        assertThat(answer).hasSize(2);
        Snapshot snapshot = (Snapshot) answer.get(1);
        assertThat(snapshot.serverSeq()).isEqualTo(5);
        assertThat(snapshot.state()).containsEntry(LIST, json("[2,3,4,5,6]"));
        assertThat(snapshot.verdicts())
                .hasSize(6)
                .startsWith(new Rejection(1, 0, "no", ServerMessage.Reason.PERMANENT, "not today"), new Ack(2, 1, 1L));
        assertThat(((Welcome) answer.get(0)).verdicts()).isEqualTo(snapshot.verdicts());
    }

    @Test
    void resume_justWithinTheLog_givesDeltas() {
        appendTo(5);

        assertThat(new TestClient(server, "bob").resume("epoch-1", 2, null))
                .hasSize(4)
                .noneMatch(Snapshot.class::isInstance);
        assertThat(new TestClient(server, "bob").resume("epoch-1", 1, null)).anyMatch(Snapshot.class::isInstance);
    }

    @Test
    void resume_otherEpochOrAheadOfTheLog_givesSnapshot() {
        appendTo(1);

        assertThat(new TestClient(server, "bob").resume("another", 1, null).get(1))
                .isInstanceOf(Snapshot.class);
        assertThat(new TestClient(server, "bob").resume("epoch-1", 2, null).get(1))
                .isInstanceOf(Snapshot.class);
    }

    @Test
    void resume_withPending_givesVerdictsFromThere() {
        appendTo(3);

        Welcome welcome = (Welcome) ann.resume("epoch-1", 3, 2L).get(0);

        assertThat(welcome.lastDecided()).isEqualTo(3);
        assertThat(welcome.verdicts()).containsExactly(new Ack(2, 2, 2L), new Ack(3, 3, 3L));
    }

    @Test
    void resume_again_voidsTheFenceBefore() {
        String old = ann.fence;
        ann.resume("epoch-1", 0, null);
        assertThat(ann.fence).isNotEqualTo(old);
        String current = ann.fence;

        ann.fence = old;
        assertThat(problem(ann.send(0, 0, patch(1, Patch.add("/-", json("1"))))))
                .isEqualTo("STALE_FENCE");
        assertThat(TestServers.list(server)).isEqualTo(json("[]"));

        ann.fence = current;
        assertThat(ann.send(0, 0, patch(1, Patch.add("/-", json("1"))))).containsExactly(new Ack(1, 1, 1L));
    }

    @Test
    void resume_ofAnotherClient_leavesTheFence() {
        TestClient.of(server, "bob");

        assertThat(ann.send(0, 0, patch(1, Patch.add("/-", json("1"))))).containsExactly(new Ack(1, 1, 1L));
    }

    @Test
    void state_channelNameNotAllowed_isRefused() {
        assertThatThrownBy(() -> server.state("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.state("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.state("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.state("A-z_9").epoch()).isEqualTo("epoch-2");
    }
}
