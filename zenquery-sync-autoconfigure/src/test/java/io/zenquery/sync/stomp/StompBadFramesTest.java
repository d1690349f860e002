package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.session.SyncTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** What the transport makes of frames that are not what they should be, and of a server that closes over one. */
class StompBadFramesTest {
    private FakeStompServer server;

    private final RecordingListener listener = new RecordingListener();
    private StompSyncTransport transport;

    @BeforeEach
    void open() throws InterruptedException {
        server = new FakeStompServer(); // one for each test: a frame of the last one may still be on its way
        transport = new StompSyncTransport(
                new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ZERO, FakeStompServer.MAX_FRAME),
                "board",
                List.of());
        transport.open(listener);
        listener.awaitOpen();
    }

    @AfterEach
    void stop() throws InterruptedException {
        transport.destroy();
        server.close();
    }

    @Test
    void receive_ofAnotherContentType_isMalformedAndTheConnectionGoesOn() throws InterruptedException {
        byte[] ack = ProtocolCodec.encode(new Ack(1, 1, null));

        server.message(session(), 1, "text/plain", ack);
        server.message(session(), 1, "application/json;charset=UTF-8", ack);

        assertThat(listener.next())
                .isInstanceOf(ProtocolException.class)
                .asString()
                .contains("application/json", "text/plain");
        assertThat(listener.next()).isEqualTo(new Ack(1, 1, null));
    }

    @Test
    void receive_whatIsNotStomp_isClosedOnce() throws Exception {
        session().sendMessage(new TextMessage("how do you do?\n\n\0"));

        assertThat(listener.awaitClosed()).isNotBlank();
        transport.send(batch(1));
        assertThat(listener.told).isEmpty();
    }

    @Test
    void send_whenTheListenerHearsOfTheEnd_sendsNothing() throws Exception {
        BlockingQueue<Boolean> sent = new LinkedBlockingQueue<>();
        transport.open(new SyncTransport.Listener() {
            @Override
            public void onOpen() {
                listener.onOpen();
            }

            @Override
            public void onMessage(ServerMessage message) {}

            @Override
            public void onMalformed(ProtocolException problem) {}

            /** The socket is still open here: an ERROR frame came, and it is closed after this. */
            @Override
            public void onClosed(String reason) {
                transport.send(batch(1));
                try {
                    FakeStompServer.Frame frame = server.frames.poll(200, TimeUnit.MILLISECONDS);
                    sent.add(frame != null && frame.command() == StompCommand.SEND);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        listener.awaitOpen();
        WebSocketSession second = server.sessions.get(1);
        for (int i = 0; i < 4; i++) {
            server.next(StompCommand.SUBSCRIBE); // two of each connection
        }
        await().until(() -> !server.sessions.get(0).isOpen());
        server.frames.clear();

        server.error(second, "go away", "");

        assertThat(sent.poll(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void batch_overWhichTheServerClosesTwice_isNotSentUntilALossOfAnotherKind() throws Exception {
        transport.send(batch(1));
        closeOver(CloseStatus.TOO_BIG_TO_PROCESS);
        transport.send(batch(1));
        closeOver(CloseStatus.TOO_BIG_TO_PROCESS);

        transport.send(batch(1));

        assertThat(listener.next()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.BATCH_TOO_LARGE);
            assertThat(problem.about().firstClientSeq()).isEqualTo(1);
            assertThat(problem.message()).contains("mutations 1 to 1 are not sent again", "1009");
        });
        transport.send(new Resume("me", "1", null, 0, null, null));
        assertThat(server.next(StompCommand.SEND).header("destination")).endsWith("/resume");

        server.drop(CloseStatus.GOING_AWAY);
        reopen();
        transport.send(batch(1));
        assertThat(server.next(StompCommand.SEND).header("destination")).endsWith("/mutations");
    }

    @Test
    void batch_overWhichTheServerSendsErrorTwice_isNotSentAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            transport.send(batch(1));
            server.next(StompCommand.SEND);
            server.error(session(), "not that", "");
            reopen();
        }

        transport.send(batch(1));

        assertThat(listener.next()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.MALFORMED);
            assertThat(problem.message()).contains("not that");
        });
    }

    @Test
    void batch_answered_isNotWhatTheServerClosesOver() throws Exception {
        for (int i = 0; i < 3; i++) {
            transport.send(batch(1));
            server.next(StompCommand.SEND);
            server.message(session(), 1, ProtocolCodec.encode(new Ack(1, 1, null)));
            assertThat(listener.next()).isEqualTo(new Ack(1, 1, null));
            server.drop(CloseStatus.TOO_BIG_TO_PROCESS);
            reopen();
        }

        transport.send(batch(1));

        assertThat(server.next(StompCommand.SEND).header("destination")).endsWith("/mutations");
    }

    private void closeOver(CloseStatus status) throws Exception {
        assertThat(server.next(StompCommand.SEND).header("destination")).endsWith("/mutations");
        server.drop(status);
        reopen();
    }

    private void reopen() throws InterruptedException {
        listener.awaitClosed();
        server.sessions.clear();
        transport.open(listener);
        listener.awaitOpen();
    }

    private WebSocketSession session() {
        return server.sessions.get(0);
    }

    private static MutationBatch batch(long clientSeq) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf("x"))));
        return new MutationBatch(
                "f", 0, 0, List.of(new Mutation(clientSeq, null, NullNode.getInstance(), patches, Map.of(), null)));
    }
}
