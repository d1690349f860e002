package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.session.FakeServer.isFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the session does when the server does not take what it was sent. */
class SessionProblemTest {

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
    void tryLater_theServerCanDecideNothing_isTriedForAsLongAsThatTakes() {
        FakeServer server = new FakeServer(FakeServer.builder().maxAttempts(3)).live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        for (int attempt = 1; attempt <= 20; attempt++) {
            server.say(new Problem(ProblemCode.TRY_LATER, "the store is away", null));
            server.advance(Duration.ofSeconds(60));
            server.welcome("s1", "f" + attempt, 3, 0);
        }

        assertThat(server.session.failed()).isEmpty();
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        assertThat(server.view()).isEqualTo(json("{n:2}"));
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
    void batchTooLarge_ofSeveral_isHalvedUntilItIsTaken_andGrowsAgain() {
        FakeServer server = new FakeServer().live(3, json("{l:[]}"));
        server.session.disconnect();
        for (int i = 0; i < 7; i++) {
            server.submit("[{op:'add',path:'/l/-',value:" + i + "}]");
        }
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f1", 3, 0);
        server.say(new Problem(ProblemCode.BATCH_TOO_LARGE, "7", null));
        server.welcome("s1", "f2", 3, 0);
        server.say(new Problem(ProblemCode.BATCH_TOO_LARGE, "3", null));
        server.welcome("s1", "f3", 3, 0);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);

        server.own(4, 1);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L, 3L);
        server.own(5, 2).own(6, 3);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(4L, 5L, 6L);
        assertThat(server.session.failed()).isEmpty();
    }

    @Test
    void batchTooLarge_ofOne_isAFailedMutation() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");

        server.say(new Problem(ProblemCode.BATCH_TOO_LARGE, "1", null));
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(1L, "too-large"));
        assertThat(server.batches()).hasSize(1);
    }

    @Test
    void problem_ofAnEarlierBatch_doesNotMeetALaterOne() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        Problem late = new Problem(ProblemCode.MALFORMED, "no", null).with(server.lastBatch());
        server.own(4, 1);
        server.submit("[{op:'replace',path:'/n',value:3}]");
        int sent = server.sent.size();

        server.say(late);

        assertThat(server.sent).hasSize(sent);
        assertThat(server.told).doesNotContain("problem MALFORMED");
        assertThat(server.view()).isEqualTo(json("{n:3}"));
    }

    @Test
    void problem_ofABatchUnderAnEarlierFence_isIgnored() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        Problem late = new Problem(ProblemCode.BASE_TOO_OLD, "no", null).with(server.lastBatch());
        server.reconnect();
        server.welcome("s1", "f2", 3, 0);
        int sent = server.sent.size();

        server.say(late);

        assertThat(server.sent).hasSize(sent);
    }

    @Test
    void problem_withAnEarlierResume_isIgnored() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        Problem late = new Problem(ProblemCode.FORBIDDEN, "no", null).with(server.lastResume());
        server.reconnect();

        server.say(late);

        assertThat(server.session.state()).isEqualTo(SessionState.RESUMING);
    }

    @Test
    void wrongVersion_connectsAgainLater() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        server.reconnect();

        server.say(new Problem(ProblemCode.WRONG_VERSION, "expected zenquery.v1", null));

        assertThat(server.session.state()).isEqualTo(SessionState.CONNECTING);
        assertThat(server.told).contains("problem WRONG_VERSION");
    }

    @Test
    void connection_lostEachTimeAsSoonAsItIsLive_isMadeMoreAndMoreSeldom() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        for (int round = 0; round < 6; round++) {
            server.connection.onClosed("lost");
            server.advance(Duration.ofMinutes(1));
            server.connection.onOpen();
            server.welcome("s1", "f" + round, 3, 0);
        }
        server.connection.onClosed("lost");
        int opened = server.opened;
        server.advance(Duration.ofSeconds(10));
        assertThat(server.opened)
                .as("a wait of half a minute, less up to a half")
                .isEqualTo(opened);
        server.advance(Duration.ofSeconds(20));
        server.connection.onOpen();
        server.welcome("s1", "f7", 3, 0);

        server.advance(Duration.ofMinutes(1));
        server.connection.onClosed("lost after a while");
        server.advance(Duration.ofMillis(500));
        assertThat(server.opened).isEqualTo(opened + 2);
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
}
