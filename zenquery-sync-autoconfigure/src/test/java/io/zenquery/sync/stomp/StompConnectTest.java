package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** How a transport connects, and how its connection ends. */
class StompConnectTest extends AgainstFakeServer {

    @Test
    void open_server_subscribesTopicAndQueueBeforeAnythingIsSent() throws InterruptedException {
        open(settings());

        listener.awaitOpen();
        transport.send(RESUME);

        assertThat(server.next(StompCommand.CONNECT).header("accept-version")).isEqualTo("1.2");
        assertThat(server.next(StompCommand.SUBSCRIBE).header("destination")).isEqualTo("/topic/zenquery.board");
        assertThat(server.next().header("destination")).isEqualTo("/user/queue/zenquery.board");
        assertThat(server.next().header("destination")).isEqualTo("/app/zenquery/board/resume");
    }

    @Test
    void open_customizers_addHeadersAnewAtEachConnect() throws InterruptedException {
        AtomicInteger token = new AtomicInteger();
        open(settings(), headers -> {
            headers.handshake().add("X-Tenant", headers.channel());
            headers.connect().add("token", "t" + token.incrementAndGet());
        });
        listener.awaitOpen();
        assertThat(server.next(StompCommand.CONNECT).header("token")).isEqualTo("t1");

        RecordingListener again = new RecordingListener();
        transport.open(again);
        again.awaitOpen();

        assertThat(server.next(StompCommand.CONNECT).header("token")).isEqualTo("t2");
        assertThat(server.handshakes.get(1).getFirst("X-Tenant")).isEqualTo("board");
    }

    @Test
    void open_customizerThrows_isClosedWithItsMessage() throws InterruptedException {
        open(settings(), headers -> {
            throw new IllegalStateException("no token to be had");
        });

        assertThat(listener.awaitClosed()).endsWith(": no token to be had");
    }

    @Test
    void open_nobodyListens_isClosedOnce() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        open(settings(URI.create("ws://127.0.0.1:" + port + "/zenquery")));

        assertThat(listener.awaitClosed()).isNotBlank();
        transport.send(RESUME);
        assertThat(listener.told).isEmpty();
    }

    /** Found by review: the session waited for ever for a connection that was never attempted. */
    @Test
    void open_tlsContextThatCantBeHad_isClosedWithItsMessage() throws InterruptedException {
        open(new StompSettings(server.url(), Duration.ofSeconds(5), Duration.ZERO, 8192, () -> {
            throw new IllegalStateException("the bundle is gone");
        }));

        assertThat(listener.awaitClosed()).endsWith(": the bundle is gone");
    }

    @Test
    void open_noEndpointThere_isClosedWithTheStatus() throws InterruptedException {
        open(settings(server.url().resolve("/elsewhere")));

        assertThat(listener.awaitClosed()).contains("404");
    }

    @Test
    void open_serverSilent_isClosedAfterTheTimeout() throws InterruptedException {
        server.answersConnect = false;
        open(new StompSettings(server.url(), Duration.ofMillis(300), Duration.ZERO, 8192));

        assertThat(listener.awaitClosed()).contains("within 300 ms");
        await().until(() -> server.sessions.stream().noneMatch(WebSocketSession::isOpen)); // there may be none yet
    }

    @Test
    void receive_errorFrame_isClosedOnceWithTheServersText() throws InterruptedException {
        openAndAwait(settings());

        server.error(server.sessions.get(0), "not allowed", "the token has expired");

        assertThat(listener.awaitClosed()).isEqualTo("the server said: not allowed: the token has expired");
        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void drop_byServer_isClosedOnceWithTheCode() throws Exception {
        openAndAwait(settings());

        server.drop(new CloseStatus(4500, "send buffer"));

        assertThat(listener.awaitClosed()).contains("4500", "send buffer");
        assertThat(listener.told).isEmpty();
    }

    @Test
    void silence_ofServerThatPromisedHeartbeats_isClosed() throws InterruptedException {
        server.heartbeat = "100,0";
        openAndAwait(new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ofMillis(100), 8192));

        assertThat(listener.awaitClosed()).contains("inactivity");
    }

    @Test
    void reopen_oldConnectionsMessages_reachNobody() throws InterruptedException {
        openAndAwait(settings());
        WebSocketSession old = server.sessions.get(0);
        RecordingListener second = new RecordingListener();

        transport.open(second);
        second.awaitOpen();
        try {
            server.message(old, 0, ProtocolCodec.encode(delta(1, "late")));
        } catch (IllegalStateException | UncheckedIOException e) {
            await().until(() -> !old.isOpen()); // closed before that: nothing can come late
        }
        server.message(server.sessions.get(1), 0, ProtocolCodec.encode(delta(2, "new")));

        assertThat(second.next()).isEqualTo(delta(2, "new"));
        await().until(() -> !old.isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void close_open_saysGoodbyeAndTellsNobody() throws InterruptedException {
        openAndAwait(settings());

        transport.close();

        server.next(StompCommand.DISCONNECT);
        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void close_whileConnecting_leavesNoConnection() throws InterruptedException {
        server.answersConnect = false;
        open(settings());
        server.next(StompCommand.CONNECT);

        transport.close();

        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void listener_callsTransportFromItsCallback_doesNotBlock() throws InterruptedException {
        StompSyncTransport mine = new StompSyncTransport(settings(), "board", List.of());
        transport = mine;
        mine.open(new io.zenquery.sync.session.SyncTransport.Listener() {
            @Override
            public void onOpen() {
                mine.send(RESUME);
            }

            @Override
            public void onMessage(ServerMessage message) {
                mine.close();
            }

            @Override
            public void onMalformed(ProtocolException problem) {}

            @Override
            public void onClosed(String reason) {}
        });

        server.next(StompCommand.SEND);
        server.message(server.sessions.get(0), 0, ProtocolCodec.encode(delta(1, "x")));

        server.next(StompCommand.DISCONNECT);
    }
}
