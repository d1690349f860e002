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
