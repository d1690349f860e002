package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;

/** A channel that the server refuses, or closes the connection over, takes the others down once at most. */
class RefusedChannelTest extends SharedConnections {

    @Test
    void errorFrame_endsTheConnectionForAll_andWhoWasOwedAnAnswerIsAloneNext() throws InterruptedException {
        List<Channel> three = open("board", "orders", "stock");
        for (Channel channel : three) {
            channel.hears(0, welcome());
        }
        three.get(1).send(batch(1, "x"));

        server.error(server.sessions.get(0), "not that", "");
        for (Channel channel : three) {
            assertThat(channel.listener.awaitClosed()).contains("not that");
            channel.open().awaitOpen();
        }

        assertThat(server.sessions).hasSize(3);
        assertThat(tokens.shown).containsExactly("board", "board", "orders");
        three.get(0).hears(1, new Ack(1, 1, null));
        three.get(2).hears(1, new Ack(1, 1, null));
        three.get(1).hears(2, new Ack(1, 1, null));
    }

    /** Spring Security answers a subscription that is not permitted so. */
    @Test
    void errorFrame_overASubscription_takesTheOthersDownOnce() throws InterruptedException {
        Channel board = open("board").get(0);
        board.hears(0, welcome());
        Channel secret = open("secret").get(0);

        for (int session = 0; session < 3; session++) {
            server.error(server.sessions.get(session == 0 ? 0 : session + 1), "denied", "");
            assertThat(secret.listener.awaitClosed()).contains("denied");
            if (session == 0) {
                assertThat(board.listener.awaitClosed()).contains("denied");
                board.open().awaitOpen();
            }
            secret.open().awaitOpen();
        }

        assertThat(tokens.shown).containsExactly("board", "board", "secret", "secret", "secret");
        board.hears(1, new Ack(1, 1, null));
        assertThat(board.listener.told).isEmpty();
    }

    @Test
    void refusedChannel_leavesTheOthersAlone_andHasAConnectionOfItsOwnNext() throws InterruptedException {
        List<Channel> two = open("board", "secret");
        Channel board = two.get(0);
        Channel secret = two.get(1);
        board.send(RESUME);
        board.hears(0, welcome());

        for (int attempt = 0; attempt < 3; attempt++) {
            secret.send(RESUME);
            secret.hears(attempt, new Problem(ProblemCode.FORBIDDEN, "no access", null));
            secret.transport.close(); // as a session does, which connects again later
            secret.open().awaitOpen();
        }

        assertThat(server.sessions).hasSize(4);
        assertThat(tokens.shown).containsExactly("board", "secret", "secret", "secret");
        board.hears(0, new Ack(1, 1, null));
        assertThat(board.listener.told).isEmpty();

        secret.send(RESUME);
        secret.hears(3, welcome());
        secret.transport.close();
        secret.open().awaitOpen();
        secret.hears(0, new Ack(1, 1, null)); // welcomed the last time: it shares again
        assertThat(server.sessions).hasSize(4);
    }

    @Test
    void unauthenticated_onOneChannel_endsTheConnectionForAll_andOtherCredentialsAreShownOnce()
            throws InterruptedException {
        List<Channel> three = open("board", "orders", "stock");
        three.get(2).send(RESUME);

        Problem unknown = new Problem(ProblemCode.UNAUTHENTICATED, "who are you", null);
        three.get(2).hears(0, unknown);
        for (Channel channel : three) {
            assertThat(channel.listener.awaitClosed()).contains("the server does not know who this is");
            channel.open();
        }
        for (Channel channel : three) {
            channel.awaitOpen();
        }

        assertThat(tokens.refused).hasValue(1);
        assertThat(server.sessions).hasSize(2);
        assertThat(server.handshakes.get(1).getFirst("X-Token")).isEqualTo("1");
    }

    /** Two batches are under way when the server closes: on connections of their own it shows whose it was. */
    @Test
    void batchThatTheServerClosesOver_isFound_andTheOtherChannelsGoesThrough() throws Exception {
        Channel good = open("good", "bad").get(0);
        Channel bad = channels.get(1);
        CloseStatus tooLarge = CloseStatus.TOO_BIG_TO_PROCESS;
        good.send(batch(1, "small"));
        bad.send(batch(1, "large"));

        server.drop(tooLarge);
        assertThat(good.listener.awaitClosed()).contains("1009");
        assertThat(bad.listener.awaitClosed()).contains("1009");
        good.open().awaitOpen();
        good.send(batch(1, "small"));
        good.hears(1, new Ack(1, 1, null));
        for (int session = 2; session < 4; session++) {
            bad.open().awaitOpen();
            bad.send(batch(1, "large"));
            server.sessions.get(session).close(tooLarge);
            assertThat(bad.listener.awaitClosed()).contains("1009");
        }
        bad.open().awaitOpen();
        bad.transport.send(batch(1, "large"));

        assertThat(bad.listener.next())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.BATCH_TOO_LARGE));
        good.send(batch(2, "large")); // another channel's: nothing is known against it
        good.hears(1, new Ack(2, 2, null));
    }
}
