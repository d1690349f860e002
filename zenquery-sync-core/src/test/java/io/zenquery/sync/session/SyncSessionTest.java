package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static io.zenquery.sync.session.SessionState.LIVE;
import static io.zenquery.sync.session.SessionState.OFFLINE;
import static io.zenquery.sync.session.SessionState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The rules of the session, each with its message sequence. */
class SyncSessionTest {

    @Test
    void connect_firstTime_resumesFromNothingAndIsLiveWithTheSnapshot() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        assertThat(server.sent).containsExactly(new Resume("me", "e1", null, 0, null, null));
        assertThat(server.session.state()).isEqualTo(LIVE);
        assertThat(server.view()).isEqualTo(json("{n:1}"));
        assertThat(server.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(server.told).containsExactly("OFFLINE>CONNECTING", "CONNECTING>RESUMING", "RESUMING>LIVE");
    }

    @Test
    void connect_deltasBeforeWelcomeAndSnapshot_areNotLost() {
        FakeServer server = new FakeServer();
        server.session.connect();
        server.connection.onOpen();
        server.delta(4, "[{op:'replace',path:'/n',value:2}]");
        server.welcome("s1", "f1", 3, 0);
        server.delta(5, "[{op:'add',path:'/m',value:1}]");
        assertThat(server.session.state()).isEqualTo(RESUMING);

        server.say(new Snapshot(3, "s1", Map.of(FakeServer.DOC, json("{n:1}")), List.of(), FakeServer.START));

        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
    }

    @Test
    void snapshot_withoutItsWelcome_isDiscarded_becauseTheWelcomeMayHaveSaidWhatIsInIt() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'add',path:'/m',value:1}]");

        server.reconnect();
        server.say(new Snapshot(9, "s1", Map.of(FakeServer.DOC, json("{n:1,m:1}")), List.of(), FakeServer.START));

        assertThat(server.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(server.session.state()).isEqualTo(RESUMING);
    }

    @Test
    void submit_live_sendsOneFrozenBatchAndTheNextWhenTheLastIsDecidedAndApplied() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));
        MutationReceipt first = server.submit("[{op:'add',path:'/l/0',value:'a'}]");
        server.submit("[{op:'add',path:'/l/1',value:'b'}]");
        server.submit("[{op:'add',path:'/l/2',value:'c'}]");

        assertThat(server.batches()).singleElement().satisfies(batch -> {
            assertThat(batch.fence()).isEqualTo("f1");
            assertThat(batch.baseServerSeq()).isEqualTo(3);
            assertThat(batch.prevClientSeq()).isZero();
            assertThat(batch.batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        });

        server.say(new Ack(1, 5, 5L));
        assertThat(isDone(first.accepted())).isTrue();
        assertThat(isDone(first.visible())).isFalse();
        server.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");
        assertThat(server.batches()).as("its delta is not applied yet").hasSize(1);
        server.delta(5, "[{op:'add',path:'/l/1',value:'a'}]");

        assertThat(isDone(first.visible())).isTrue();
        assertThat(server.batches()).hasSize(2);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L, 3L);
        assertThat(server.lastBatch().baseServerSeq()).isEqualTo(5);
        assertThat(server.lastBatch().prevClientSeq()).isEqualTo(1);
        assertThat(server.view()).isEqualTo(json("{l:['x','a','b','c']}"));
    }

    @Test
    void ownDelta_carriesVerdictsOfLowerNumbers_beforeItsOwnEffect() {
        FakeServer server = new FakeServer();
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f1", 0, 0);
        server.say(new Snapshot(0, "s1", Map.of(FakeServer.DOC, json("{l:[]}")), List.of(), FakeServer.START));
        server.submit("[{op:'add',path:'/l/0',value:'z'}]");
        server.say(new Ack(1, 1, 1L));
        MutationReceipt rejected = server.submit("[{op:'add',path:'/l/-',value:'no'}]");
        server.submit("[{op:'add',path:'/l/0',value:'yes'}]");
        server.delta(1, "[{op:'add',path:'/l/0',value:'z'}]");
        assertThat(server.lastBatch().batch()).hasSize(2);

        server.say(new Delta(2, 1, "s1", null, List.of(), Map.of(), FakeServer.START));
        server.own(3, 3, new Rejection(2, 2, "no", Reason.PERMANENT, "said no"));

        assertThat(isFailed(rejected.accepted())).isTrue();
        assertThat(server.coordinator.pendingMutations()).isEmpty();
    }

    @Test
    void connectionLost_batchInFlight_isSentAgainUnchangedUnderTheNewFence() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.reconnect();
        assertThat(server.lastResume()).isEqualTo(new Resume("me", "e1", "s1", 3, 1L, 1L));
        server.welcome("s1", "f2", 4, 0);
        server.delta(4, "[{op:'add',path:'/m',value:1}]");

        assertThat(server.batches()).hasSize(2);
        assertThat(server.batches().get(1)).isEqualTo(server.batches().get(0).withFence("f2"));
        server.own(5, 1);
        assertThat(isDone(receipt.visible())).isTrue();
        assertThat(server.view()).isEqualTo(json("{n:2,m:1}"));
    }

    @Test
    void connectionLost_batchWasDecided_verdictComesWithWelcomeAndNothingIsSentAgain() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.reconnect();
        server.welcome("s1", "f2", 4, 1, new Ack(1, 4, 4L));
        server.own(4, 1);

        assertThat(server.batches()).hasSize(1);
        assertThat(isDone(receipt.visible())).isTrue();
    }

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
    void ackedMutationWhoseDeltaIsLost_isAskedFor() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Ack(1, 4, 4L));

        server.advance(Duration.ofMinutes(1));

        assertThat(server.session.state()).isEqualTo(RESUMING);
    }

    @Test
    void gap_live_resumesOnceAndCatchesUp() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));

        server.delta(6, "[{op:'add',path:'/l/-',value:6}]").delta(5, "[{op:'add',path:'/l/-',value:5}]");
        assertThat(server.sent).hasSize(2);
        assertThat(server.lastResume().confirmedServerSeq()).isEqualTo(3);
        server.welcome("s1", "f2", 6, 0).delta(4, "[{op:'add',path:'/l/-',value:4}]");

        assertThat(server.view()).isEqualTo(json("{l:[4,5,6]}"));
        assertThat(server.session.state()).isEqualTo(LIVE);
    }

    @Test
    void head_aboveOurs_isAskedForIfTheDeltaDoesNotComeSoon() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.say(new Head(4, "s1"));
        assertThat(server.sent).hasSize(1);
        server.advance(Duration.ofSeconds(1));

        assertThat(server.sent).hasSize(2);
        assertThat(server.lastResume().confirmedServerSeq()).isEqualTo(3);
    }

    @Test
    void head_whoseDeltaComes_asksForNothing() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.say(new Head(4, "s1")).delta(4, "[{op:'replace',path:'/n',value:2}]");
        server.advance(Duration.ofSeconds(5));

        assertThat(server.sent).hasSize(1);
    }

    @Test
    void secondGapBehindTheFirst_isAskedForToo() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));
        server.delta(5, "[{op:'add',path:'/l/-',value:5}]").delta(7, "[{op:'add',path:'/l/-',value:7}]");
        assertThat(server.sent).hasSize(2);

        server.welcome("s1", "f2", 5, 0).delta(4, "[{op:'add',path:'/l/-',value:4}]");
        server.advance(Duration.ofSeconds(1));

        assertThat(server.lastResume().confirmedServerSeq()).isEqualTo(5);
    }

    @Test
    void staleFence_again_waitsSoThatTwoClonesDoNotChaseEachOther() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Problem(ProblemCode.STALE_FENCE, "old", null));
        server.welcome("s1", "f2", 3, 0);
        int sent = server.sent.size();

        server.say(new Problem(ProblemCode.STALE_FENCE, "old", null));
        assertThat(server.sent).hasSize(sent);
        server.advance(Duration.ofSeconds(1));

        assertThat(server.sent).hasSize(sent + 1);
    }

    @Test
    void unauthenticated_connectsAnewAndKeepsTheQueue() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.say(new Problem(ProblemCode.UNAUTHENTICATED, "expired", null));
        assertThat(server.session.state()).isEqualTo(SessionState.CONNECTING);
        server.advance(Duration.ofMinutes(1));
        assertThat(server.opened).isEqualTo(2);
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.batches()).hasSize(2);
        assertThat(receipt.accepted().toCompletableFuture()).isNotDone();
    }

    @Test
    void tryLater_tooOften_handsBackThatMutationAloneAndSendsTheRest() {
        FakeServer server = new FakeServer(FakeServer.builder().maxAttempts(3)).live(3, json("{n:1,m:1}"));
        server.session.disconnect();
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.submit("[{op:'replace',path:'/m',value:2}]");
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f1", 3, 0);
        for (int attempt = 1; attempt <= 3; attempt++) {
            server.say(new Problem(ProblemCode.TRY_LATER, "busy", 1L));
            if (attempt < 3) {
                server.advance(Duration.ofSeconds(25));
            }
            server.welcome("s1", "f" + attempt, 3, 0);
        }

        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(1L, "retries-exhausted"));
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(server.view()).isEqualTo(json("{n:1,m:2}"));
    }

    @Test
    void malformed_batchOfSeveral_isSentOneByOne_andOnlyTheBadOneIsHandedBack() {
        FakeServer server = new FakeServer().live(3, json("{n:1,m:1}"));
        server.session.disconnect();
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.submit("[{op:'replace',path:'/m',value:2}]");
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f1", 3, 0);

        server.say(new Problem(ProblemCode.MALFORMED, "no", null));
        server.welcome("s1", "f2", 3, 0);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        server.say(new Problem(ProblemCode.MALFORMED, "no", null));
        server.welcome("s1", "f3", 3, 0);

        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(1L, "refused"));
    }

    @Test
    void mutationSubmittedInsideACallback_isSentAfterTheOneThatCausedIt() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));
        server.session.disconnect();
        server.coordinator.onViewChange(change -> {
            if (server.view().get("l").size() == 1) {
                server.submit("[{op:'add',path:'/l/-',value:'second'}]");
            }
        });
        server.submit("[{op:'add',path:'/l/-',value:'first'}]");

        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L, 2L);
    }

    @Test
    void listenerThatThrows_doesNotStopTheSession() {
        FakeServer server = new FakeServer(FakeServer.builder().answerTimeout(Duration.ofSeconds(5)));
        server.failing = true;
        server.session.connect();
        server.connection.onOpen();
        server.advance(Duration.ofSeconds(5));
        server.advance(Duration.ofSeconds(1));

        assertThat(server.opened).as("the timer was set all the same").isEqualTo(2);
    }

    @Test
    void delta_thatDoesNotFit_asksForASnapshot() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.delta(4, "[{op:'remove',path:'/x'}]");

        assertThat(server.told).contains("problem invalid-delta");
        assertThat(server.lastResume().serverEpoch()).isNull();
        server.welcome("s1", "f2", 5, 0);
        assertThat(server.session.state()).isEqualTo(RESUMING);
        server.say(new Snapshot(5, "s1", Map.of(FakeServer.DOC, json("{n:9}")), List.of(), FakeServer.START));
        assertThat(server.view()).isEqualTo(json("{n:9}"));
        assertThat(server.session.state()).isEqualTo(LIVE);
    }

    @Test
    void problem_baseTooOld_freezesTheBatchAnewOnThePresentBase() {
        FakeServer server = new FakeServer().live(3, json("{l:['a']}"));
        server.submit("[{op:'remove',path:'/l/0'}]");
        server.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");

        server.say(new Problem(ProblemCode.BASE_TOO_OLD, "too old", null));
        server.welcome("s1", "f2", 4, 0);

        assertThat(server.batches()).hasSize(2);
        assertThat(server.lastBatch().baseServerSeq()).isEqualTo(4);
        assertThat(server.lastBatch().batch().get(0).patches().get(FakeServer.DOC))
                .hasToString("[Remove[path=/l/1]]");
    }

    @Test
    void problem_tryLater_sendsTheSameBatchAgainAfterBackOff() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");

        server.say(new Problem(ProblemCode.TRY_LATER, "busy", 1L));
        assertThat(server.batches()).hasSize(1);
        server.advance(Duration.ofSeconds(1));
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.batches()).hasSize(2);
        assertThat(server.lastBatch().batch()).isEqualTo(server.batches().get(0).batch());
    }

    @Test
    void problem_batchNotTaken_isHandedBackNotSentForEver() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.say(new Problem(ProblemCode.MALFORMED, "no", null));
        server.welcome("s1", "f2", 3, 0);

        assertThat(isFailed(receipt.visible())).isTrue();
        assertThat(server.batches()).hasSize(1);
        assertThat(server.view()).isEqualTo(json("{n:1}"));
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
        assertThat(server.lastResume()).isEqualTo(new Resume("me", "e2", "s1", 4, null, null));
    }

    @Test
    void malformedMessage_isReportedAndTheSessionGoesOn() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));

        server.connection.onMalformed(new ProtocolException("expected a message"));
        server.delta(4, "[{op:'replace',path:'/n',value:2}]");

        assertThat(server.told).contains("problem malformed");
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void messagesOfAnEarlierConnection_areDiscarded() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        SyncTransport.Listener earlier = server.connection;
        server.reconnect();

        earlier.onMessage(new Problem(ProblemCode.STALE_FENCE, "old", null));
        earlier.onClosed("again");

        assertThat(server.told).doesNotContain("problem STALE_FENCE");
        assertThat(server.session.state()).isEqualTo(RESUMING);
    }

    @Test
    void connectFails_triesAgainWithGrowingWaits() {
        FakeServer server = new FakeServer(FakeServer.builder().backOff(Duration.ofSeconds(1), Duration.ofSeconds(4)));
        server.session.connect();

        server.connection.onClosed("refused");
        server.advance(Duration.ofMillis(400));
        assertThat(server.opened).isEqualTo(1);
        server.advance(Duration.ofMillis(600));
        assertThat(server.opened).isEqualTo(2);
        for (int i = 3; i < 8; i++) {
            server.connection.onClosed("refused");
            server.advance(Duration.ofSeconds(4));
            assertThat(server.opened).isEqualTo(i);
        }
    }

    @Test
    void noAnswerToResume_connectsAnew() {
        FakeServer server = new FakeServer(FakeServer.builder().answerTimeout(Duration.ofSeconds(5)));
        server.session.connect();
        server.connection.onOpen();

        server.advance(Duration.ofSeconds(5));
        server.advance(Duration.ofSeconds(1));

        assertThat(server.opened).isEqualTo(2);
    }

    @Test
    void disconnect_offlineWrites_areSentAfterConnect() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.session.disconnect();
        assertThat(server.session.state()).isEqualTo(OFFLINE);
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.advance(Duration.ofHours(1));
        assertThat(server.opened).isEqualTo(1);

        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.lastBatch().fence()).isEqualTo("f2");
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void strategyFail_notYetSent_isWithdrawnAndInFlight_isHiddenUntilItsVerdict() {
        FakeServer server = new FakeServer(
                        FakeServer.builder().strategy(ConflictStrategies.FAIL).strategyNames(atom -> "fail"))
                .live(3, json("{n:1,m:1}"));
        MutationReceipt sent = server.submit("[{op:'replace',path:'/n',value:2}]");
        MutationReceipt unsent = server.submit("[{op:'replace',path:'/m',value:2}]");
        assertThat(server.lastBatch().batch().get(0).strategies()).containsValue("fail");

        server.delta(4, "[{op:'replace',path:'/n',value:7},{op:'replace',path:'/m',value:7}]");

        assertThat(server.view()).isEqualTo(json("{n:7,m:7}"));
        assertThat(isFailed(unsent.accepted())).isTrue();
        assertThat(isFailed(sent.accepted())).isFalse();
        server.say(new Rejection(1, 4, "conflict", Reason.PERMANENT, "collided"));
        assertThat(isFailed(sent.accepted())).isTrue();
    }

    @Test
    void strategyFail_collisionWhileOffline_isWithdrawnBeforeTheFirstBatchNamedOrNot() {
        FakeServer server = new FakeServer(
                        FakeServer.builder().strategy(ConflictStrategies.FAIL).strategyNames(atom -> "fail"))
                .live(3, json("{n:1,m:1,k:1}"));
        server.session.disconnect();
        MutationReceipt unnamed = server.submit("[{op:'replace',path:'/n',value:2}]");
        MutationReceipt named = server.submit("set-m", "[{op:'replace',path:'/m',value:2}]");
        server.submit("[{op:'replace',path:'/k',value:2}]");

        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 4, 0);
        server.delta(4, "[{op:'replace',path:'/n',value:7},{op:'replace',path:'/m',value:7}]");

        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(3L);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> unnamed.accepted().toCompletableFuture().join())
                .withMessageContaining("collided with a change");
        assertThat(isFailed(named.accepted())).isTrue();
        assertThat(server.view()).isEqualTo(json("{n:7,m:7,k:2}"));
    }

    @Test
    void strategyThatThrows_isReportedAndTheDeltaIsAppliedAllTheSame() {
        FakeServer server = new FakeServer(FakeServer.builder().strategy((delta, pending) -> {
                    throw new IllegalStateException("on purpose");
                }))
                .live(3, json("{n:1}"));

        server.delta(4, "[{op:'replace',path:'/n',value:2}]");

        assertThat(server.told).contains("problem strategy-failed");
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void rejection_receiptsTellCodeAndReason() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("task.rename", "[{op:'replace',path:'/n',value:''}]");

        server.say(new Rejection(1, 3, "title-empty", Reason.PERMANENT, "a title is needed"));

        assertThat(receipt.visible().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(MutationRejectedException.class, e -> {
                    assertThat(e.code()).isEqualTo("title-empty");
                    assertThat(e.clientSeq()).isEqualTo(1);
                });
        assertThat(server.view()).isEqualTo(json("{n:1}"));
    }

    @Test
    void batches_areBoundedInBytes_andAMutationThatNoneCanTakeIsRefused() {
        FakeServer server = new FakeServer(FakeServer.builder().maxBatchBytes(300)).live(3, json("{}"));
        server.session.disconnect();
        server.submit("[{op:'add',path:'/a',value:'" + "x".repeat(100) + "'}]");
        server.submit("[{op:'add',path:'/b',value:'" + "x".repeat(100) + "'}]");
        assertThatExceptionOfType(MutationTooLargeException.class)
                .isThrownBy(() -> server.submit("[{op:'add',path:'/c',value:'" + "x".repeat(400) + "'}]"));
        server.session.connect();
        server.connection.onOpen();

        server.welcome("s1", "f2", 3, 0);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        server.own(4, 1);

        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        server.own(5, 2);
        assertThat(server.view().has("c")).isFalse();
        assertThat(server.batches()).hasSize(2);
    }

    @Test
    void queueFull_submit_isRefusedAndNothingRegistered() {
        FakeServer server = new FakeServer(FakeServer.builder().maxPending(1)).live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");

        assertThatExceptionOfType(QueueFullException.class)
                .isThrownBy(() -> server.submit("[{op:'replace',path:'/n',value:3}]"));
        assertThat(server.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void close_openReceipts_completeAndLaterSubmitsAreRefused() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt receipt = server.submit("[{op:'replace',path:'/n',value:2}]");

        server.session.close();

        assertThat(isFailed(receipt.accepted())).isTrue();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> server.submit("[{op:'replace',path:'/n',value:3}]"));
    }

    private static boolean isDone(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isDone()
                && !stage.toCompletableFuture().isCompletedExceptionally();
    }

    private static boolean isFailed(CompletionStage<Void> stage) {
        return stage.toCompletableFuture().isCompletedExceptionally();
    }
}
