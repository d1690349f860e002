package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.session.FakeServer.isDone;
import static io.zenquery.sync.session.FakeServer.isFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What is submitted, sent, decided and told: each rule with its message sequence. */
class SessionBatchTest {

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
        assertThat(server.lastResume()).isEqualTo(new Resume("me", "e1", "s1", 3, 1L, 1L, 2));
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
    void batch_isFullAtSomeBytes_andAMutationThatTakesMoreGoesAlone() {
        FakeServer server = new FakeServer(FakeServer.builder().fullBatchBytes(300)).live(3, json("{}"));
        server.session.disconnect();
        server.submit("[{op:'add',path:'/a',value:1}]");
        server.submit("[{op:'add',path:'/b',value:2}]");
        server.submit("[{op:'add',path:'/c',value:'" + "x".repeat(400) + "'}]");
        server.submit("[{op:'add',path:'/d',value:4}]");
        server.session.connect();
        server.connection.onOpen();

        server.welcome("s1", "f2", 3, 0);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L, 2L);
        server.own(4, 1);
        server.own(5, 2);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(3L);
        server.own(6, 3);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(4L);
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
}
