package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static io.zenquery.sync.session.FakeServer.isDone;
import static io.zenquery.sync.session.FakeServer.isFailed;
import static io.zenquery.sync.session.SessionState.LIVE;
import static io.zenquery.sync.session.SessionState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Other logs, other stores, other writers: what the handshake tells apart. */
class SessionEpochTest {

    @Test
    void welcome_numberDecidedWithoutStoredVerdict_isHandedBackAndNeverExecutedAgain() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.reconnect();
        server.welcome("s1", "f2", 3, 1);

        assertThat(server.batches()).hasSize(1);
        assertThat(isFailed(receipt.accepted())).isTrue();
        assertThat(server.view()).isEqualTo(json("{n:1}"));
    }

    @Test
    void welcome_newServerEpoch_sendsAgainRebasedWhatThatLogHasNotDecided() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt sent = server.submit("[{op:'replace',path:'/n',value:2}]");
        server.submit("[{op:'add',path:'/m',value:1}]");

        server.reconnect();
        server.welcome("s2", "f2", 1, 0);
        assertThat(server.batches()).as("nothing is sent before the snapshot").hasSize(1);
        server.say(new Snapshot(1, "s2", Map.of(FakeServer.DOC, json("{n:0}")), List.of(), FakeServer.START));

        assertThat(server.told).contains("problem new-server-epoch");
        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L, 2L);
        assertThat(server.lastBatch().baseServerSeq()).isEqualTo(1);
        assertThat(server.lastBatch().prevClientSeq()).isZero();
        assertThat(sent.accepted().toCompletableFuture()).isNotDone();
    }

    @Test
    void welcome_newServerEpochThatHasDecidedTheBatch_takesItsVerdicts() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt decided = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.reconnect();
        server.welcome("s2", "f2", 4, 1, new Ack(1, 4, 4L));
        server.say(new Snapshot(
                4, "s2", Map.of(FakeServer.DOC, json("{n:2}")), List.of(new Ack(1, 4, 4L)), FakeServer.START));

        assertThat(isDone(decided.visible())).isTrue();
        assertThat(server.batches()).hasSize(1);
    }

    /** Simulator, seed 2196: a verdict of the new log was carried out by the number of the old one, and what it was on passed for unsent. */
    @Test
    void welcome_newServerEpochThatHasRejectedTheBatch_countsItAsSent() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.reconnect();
        Rejection rejection = new Rejection(1, 3, "no", Reason.PERMANENT, "");
        server.welcome("s2", "f2", 3, 1, rejection);
        server.say(new Snapshot(3, "s2", Map.of(FakeServer.DOC, json("{n:1}")), List.of(rejection), FakeServer.START));

        server.reconnect();
        server.welcome("s2", "f3", 3, 1);

        assertThat(server.told).doesNotContain("problem restored-client-store");
        assertThat(server.session.state()).isEqualTo(LIVE);
        assertThat(server.view()).isEqualTo(json("{n:1}"));
    }

    @Test
    void welcome_headBehindOursInTheSameEpoch_isAnEarlierStateOfTheLog() {
        FakeServer server = new FakeServer().live(5, json("{n:5}"));
        server.submit("[{op:'add',path:'/m',value:1}]");

        server.reconnect();
        server.welcome("s1", "f2", 2, 0);
        server.say(new Snapshot(2, "s1", Map.of(FakeServer.DOC, json("{n:2}")), List.of(), FakeServer.START));

        assertThat(server.told).contains("problem new-server-epoch");
        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
        assertThat(server.lastBatch().baseServerSeq()).isEqualTo(2);
        assertThat(server.session.state()).isEqualTo(LIVE);
    }

    /** Simulator, seed 652: the verdict said delta 4, the log was put back to 3, where the client was: it waited for 4 for ever. */
    @Test
    void welcome_headBehindAVerdict_isAnEarlierStateOfTheLog_andASnapshotIsAskedFor() {
        FakeServer server = new FakeServer().live(3, json("{n:3}"));
        server.submit("[{op:'add',path:'/m',value:1}]");
        server.say(new Ack(1, 4, 4L));

        server.reconnect();
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.told).contains("problem new-server-epoch");
        assertThat(server.lastResume()).isEqualTo(new Resume("me", "e1", null, 3, 1L, 1L, 3));
        server.welcome("s1", "f3", 3, 0);
        server.say(new Snapshot(3, "s1", Map.of(FakeServer.DOC, json("{n:2}")), List.of(), FakeServer.START));
        assertThat(server.lastBatch().fence()).isEqualTo("f3");
        assertThat(server.batches()).hasSize(2);
        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
        server.own(4, 1);
        assertThat(server.coordinator.pendingMutations()).isEmpty();
    }

    /** Simulator, seed 2160: a rejection has no number in the log; without it, no batch followed on what the server knew. */
    @Test
    void welcome_thatHasLostARejection_isAnEarlierStateOfTheLog() {
        FakeServer server = new FakeServer().live(3, json("{n:3}"));
        server.submit("[{op:'add',path:'/m',value:1}]");
        server.say(new Rejection(1, 3, "no", Reason.PERMANENT, ""));
        server.submit("[{op:'add',path:'/o',value:1}]");
        assertThat(server.lastBatch().prevClientSeq()).isEqualTo(1);

        server.reconnect();
        server.welcome("s1", "f2", 3, 0);
        server.welcome("s1", "f3", 3, 0);
        server.say(new Snapshot(3, "s1", Map.of(FakeServer.DOC, json("{n:2}")), List.of(), FakeServer.START));

        assertThat(server.lastBatch().prevClientSeq()).isZero();
        assertThat(server.lastBatch().fence()).isEqualTo("f3");
        assertThat(server.view()).isEqualTo(json("{n:2,o:1}"));
    }

    @Test
    void welcome_headBehindADeltaThatWaits_forgetsThatDelta() {
        FakeServer server = new FakeServer().live(3, json("{n:3}"));
        server.delta(5, "[{op:'replace',path:'/n',value:5}]");

        server.welcome("s1", "f2", 4, 0);
        server.welcome("s1", "f3", 4, 0);
        server.say(new Snapshot(4, "s1", Map.of(FakeServer.DOC, json("{n:4}")), List.of(), FakeServer.START));

        assertThat(server.view()).isEqualTo(json("{n:4}"));
        assertThat(server.session.state()).isEqualTo(LIVE);
    }

    /** Simulator, seed 1657: the welcome of an earlier resume came once more, and passed for one of a log that had been put back. */
    @Test
    void welcome_ofAnEarlierResume_isNoAnswerToTheLast() {
        FakeServer server = new FakeServer().live(1, json("{n:1}"));
        server.delta(3, "[{op:'replace',path:'/n',value:3}]"); // a gap
        assertThat(server.lastResume().attempt()).isEqualTo(2);

        server.say(new Welcome("s1", "f1", 0, 0, List.of(), FakeServer.START, 1));
        server.say(new Snapshot(1, "s1", Map.of(FakeServer.DOC, json("{n:0}")), List.of(), FakeServer.START, 1));
        assertThat(server.session.state()).isEqualTo(RESUMING);
        server.welcome("s1", "f2", 3, 0).delta(2, "[{op:'add',path:'/m',value:2}]");

        assertThat(server.told).doesNotContain("problem new-server-epoch");
        assertThat(server.session.state()).isEqualTo(LIVE);
        assertThat(server.view()).isEqualTo(json("{n:3,m:2}"));
    }

    @Test
    void delta_underThisNameInAnotherEpoch_isToldOnce_andNothingIsHandedBack() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        for (long number = 4; number < 6; number++) {
            server.say(new Delta(
                    number,
                    number - 1,
                    "s1",
                    new Origin("me", "another", number, "0000"),
                    List.of(),
                    Map.of(FakeServer.DOC, patch("[{op:'add',path:'/m',value:1}]")),
                    FakeServer.START));
        }

        assertThat(server.told).containsOnlyOnce("problem clone");
        assertThat(server.session.failed()).isEmpty();
        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
    }

    @Test
    void snapshot_ofAnEarlierResume_isDiscarded() {
        FakeServer server = new FakeServer().live(1, json("{n:1}"));
        server.reconnect();
        server.welcome("s2", "f2", 1, 0);

        server.say(new Snapshot(1, "s2", Map.of(FakeServer.DOC, json("{n:0}")), List.of(), FakeServer.START, 1));
        assertThat(server.session.state()).isEqualTo(RESUMING);
        server.say(new Snapshot(1, "s2", Map.of(FakeServer.DOC, json("{n:2}")), List.of(), FakeServer.START, 2));

        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void welcome_newServerEpochWithEmptyLog_isLiveOnlyWithTheSnapshot() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.reconnect();
        server.submit("[{op:'add',path:'/m',value:1}]");

        server.welcome("s2", "f2", 0, 0);
        assertThat(server.session.state()).isEqualTo(RESUMING);
        assertThat(server.batches()).isEmpty();
        server.say(new Snapshot(0, "s2", Map.of(FakeServer.DOC, json("{n:0}")), List.of(), FakeServer.START));

        assertThat(server.session.state()).isEqualTo(LIVE);
        assertThat(server.view()).isEqualTo(json("{n:0,m:1}"));
        assertThat(server.batches()).hasSize(1);
    }

    @Test
    void welcome_newServerEpochAfterAnAckWithoutItsDelta_sendsTheMutationAgain() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Ack(1, 5, 5L));

        server.reconnect();
        server.welcome("s2", "f2", 7, 0);
        server.say(new Snapshot(7, "s2", Map.of(FakeServer.DOC, json("{n:1}")), List.of(), FakeServer.START));

        assertThat(server.batches()).hasSize(2);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void ownOriginWithForeignHash_isACloneAlarm_theMutationIsHandedBackAndAnotherEpochBegins() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");

        server.say(new Delta(
                4,
                3,
                "s1",
                new Origin("me", "e1", 1, "0000"),
                List.of(),
                Map.of(FakeServer.DOC, patch("[{op:'add',path:'/m',value:1}]")),
                FakeServer.START));

        assertThat(server.told).contains("problem clone");
        assertThat(server.view()).isEqualTo(json("{n:1,m:1}"));
        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code, FailedMutation::mayHaveTakenEffect)
                .containsExactly(tuple(1L, "cloned", true));
        assertThat(server.lastResume()).isEqualTo(new Resume("me", "e2", "s1", 4, null, null, 2));
    }
}
