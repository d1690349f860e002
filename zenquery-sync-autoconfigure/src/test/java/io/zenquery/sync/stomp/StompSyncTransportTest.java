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
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

class StompSyncTransportTest {
    private static final Resume RESUME = new Resume("me", "1", null, 0, null, null);
    private static FakeStompServer server;

    private final RecordingListener listener = new RecordingListener();
    private StompSyncTransport transport;

    @BeforeAll
    static void startServer() {
        server = new FakeStompServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void reset() throws IOException {
        server.drop(CloseStatus.NORMAL);
        server.answersConnect = true;
        server.heartbeat = "0,0";
        server.sessions.clear();
        server.handshakes.clear();
        server.frames.clear();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (transport != null) {
            transport.destroy();
        }
    }

    @Test
    void open_server_subscribesTopicAndQueueBeforeAnythingIsSent() throws InterruptedException {
        open(server.url());

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
        open(server.url(), headers -> {
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
        open(server.url(), headers -> {
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
        open(URI.create("ws://127.0.0.1:" + port + "/zenquery"));

        assertThat(listener.awaitClosed()).isNotBlank();
        transport.send(RESUME);
        assertThat(listener.told).isEmpty();
    }

    /** Found by review: the session waited for ever for a connection that was never attempted. */
    @Test
    void open_tlsContextThatCantBeHad_isClosedWithItsMessage() throws InterruptedException {
        transport = new StompSyncTransport(
                new StompSettings(server.url(), Duration.ofSeconds(5), Duration.ZERO, 8192, () -> {
                    throw new IllegalStateException("the bundle is gone");
                }),
                "board",
                List.of());

        transport.open(listener);

        assertThat(listener.awaitClosed()).endsWith(": the bundle is gone");
    }

    @Test
    void open_noEndpointThere_isClosedWithTheStatus() throws InterruptedException {
        open(server.url().resolve("/elsewhere"));

        assertThat(listener.awaitClosed()).contains("404");
    }

    @Test
    void open_serverSilent_isClosedAfterTheTimeout() throws InterruptedException {
        server.answersConnect = false;
        transport = new StompSyncTransport(
                new StompSettings(server.url(), Duration.ofMillis(300), Duration.ZERO, 8192), "board", List.of());
        transport.open(listener);

        assertThat(listener.awaitClosed()).contains("within 300 ms");
        await().until(() -> server.sessions.stream().noneMatch(WebSocketSession::isOpen)); // there may be none yet
    }

    @Test
    void send_eachKind_goesToItsDestinationAsJson() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();

        transport.send(RESUME);
        transport.send(batch("x"));

        FakeStompServer.Frame resume = server.next(StompCommand.SEND);
        assertThat(resume.header("destination")).isEqualTo("/app/zenquery/board/resume");
        assertThat(resume.header("content-type")).isEqualTo("application/json");
        assertThat(ProtocolCodec.decodeClient(resume.payload())).isEqualTo(RESUME);
        FakeStompServer.Frame mutations = server.next(StompCommand.SEND);
        assertThat(mutations.header("destination")).isEqualTo("/app/zenquery/board/mutations");
        assertThat(ProtocolCodec.decodeClient(mutations.payload())).isEqualTo(batch("x"));
    }

    @Test
    void send_whileHeartbeatsFly_losesAndTearsNothing() throws InterruptedException {
        server.heartbeat = "0,2";
        transport = new StompSyncTransport(
                new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ofMillis(2), 1 << 20),
                "board",
                List.of());
        transport.open(listener);
        listener.awaitOpen();

        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 50; i++) {
                transport.send(new Resume("me", "1", null, round * 50 + i, null, null));
            }
            for (int i = 0; i < 50; i++) {
                Resume resume = (Resume) ProtocolCodec.decodeClient(
                        server.next(StompCommand.SEND).payload());
                assertThat(resume.confirmedServerSeq()).isEqualTo(round * 50 + i);
            }
        }
        assertThat(listener.told).isEmpty();
    }

    @Test
    void frames_justUnderTheLimit_passBothWays() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();
        String long900k = "ö".repeat(450_000);

        transport.send(batch(long900k));
        assertThat(ProtocolCodec.decodeClient(server.next(StompCommand.SEND).payload()))
                .isEqualTo(batch(long900k));
        server.message(server.sessions.get(0), 0, ProtocolCodec.encode(delta(1, long900k)));
        assertThat(listener.next()).isEqualTo(delta(1, long900k));
    }

    @Test
    void send_overTheLimit_isRefusedWithTheProperty() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();

        transport.send(batch("x".repeat(FakeStompServer.MAX_FRAME)));

        assertThat(listener.next()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.BATCH_TOO_LARGE);
            assertThat(problem.message()).contains("zenquery.sync.max-frame-size");
            assertThat(problem.about().firstClientSeq()).isEqualTo(1);
        });
        transport.send(RESUME);
        assertThat(server.next(StompCommand.SEND).header("destination")).endsWith("/resume");
    }

    @Test
    void receive_overTheLimit_isClosedWithTheProperty() throws InterruptedException {
        transport = new StompSyncTransport(
                new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ZERO, 8192), "board", List.of());
        transport.open(listener);
        listener.awaitOpen();

        server.message(server.sessions.get(0), 0, ProtocolCodec.encode(delta(1, "x".repeat(9000))));

        assertThat(listener.awaitClosed()).contains("zenquery.sync.max-frame-size");
    }

    @Test
    void receive_topicAndQueue_arriveInOrder() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();
        WebSocketSession session = server.sessions.get(0);

        for (int i = 1; i <= 200; i++) {
            ServerMessage message = i % 2 == 0 ? new Ack(i, i, null) : delta(i, "v" + i);
            server.message(session, i % 2, ProtocolCodec.encode(message));
        }

        for (int i = 1; i <= 200; i++) {
            assertThat(listener.next()).isEqualTo(i % 2 == 0 ? new Ack(i, i, null) : delta(i, "v" + i));
        }
    }

    @Test
    void receive_nonsense_isMalformedAndTheConnectionGoesOn() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();
        WebSocketSession session = server.sessions.get(0);

        server.message(session, 1, "not json".getBytes(StandardCharsets.UTF_8));
        server.message(session, 1, new byte[0]);
        server.message(session, 1, ProtocolCodec.encode(new Ack(1, 1, null)));

        assertThat(listener.next()).isInstanceOf(ProtocolException.class);
        assertThat(listener.next()).isInstanceOf(ProtocolException.class);
        assertThat(listener.next()).isEqualTo(new Ack(1, 1, null));
    }

    @Test
    void receive_errorFrame_isClosedOnceWithTheServersText() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();

        server.error(server.sessions.get(0), "not allowed", "the token has expired");

        assertThat(listener.awaitClosed()).isEqualTo("the server said: not allowed: the token has expired");
        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void drop_byServer_isClosedOnceWithTheCode() throws Exception {
        open(server.url());
        listener.awaitOpen();

        server.drop(new CloseStatus(4500, "send buffer"));

        assertThat(listener.awaitClosed()).contains("4500", "send buffer");
        assertThat(listener.told).isEmpty();
    }

    @Test
    void silence_ofServerThatPromisedHeartbeats_isClosed() throws InterruptedException {
        server.heartbeat = "100,0";
        transport = new StompSyncTransport(
                new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ofMillis(100), 8192),
                "board",
                List.of());
        transport.open(listener);
        listener.awaitOpen();

        assertThat(listener.awaitClosed()).contains("inactivity");
    }

    @Test
    void reopen_oldConnectionsMessages_reachNobody() throws InterruptedException {
        open(server.url());
        listener.awaitOpen();
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
        open(server.url());
        listener.awaitOpen();

        transport.close();

        server.next(StompCommand.DISCONNECT);
        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void close_whileConnecting_leavesNoConnection() throws InterruptedException {
        server.answersConnect = false;
        open(server.url());
        server.next(StompCommand.CONNECT);

        transport.close();

        await().until(() -> !server.sessions.get(0).isOpen());
        assertThat(listener.told).isEmpty();
    }

    @Test
    void listener_callsTransportFromItsCallback_doesNotBlock() throws InterruptedException {
        StompSyncTransport mine = new StompSyncTransport(settings(server.url()), "board", List.of());
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

    private void open(URI url, SyncConnectCustomizer... customizers) {
        transport = new StompSyncTransport(settings(url), "board", List.of(customizers));
        transport.open(listener);
    }

    private static StompSettings settings(URI url) {
        return new StompSettings(url, Duration.ofSeconds(10), Duration.ZERO, FakeStompServer.MAX_FRAME);
    }

    private static MutationBatch batch(String value) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf(value))));
        return new MutationBatch(
                "f", 0, 0, List.of(new Mutation(1, null, NullNode.getInstance(), patches, Map.of(), null)));
    }

    private static Delta delta(long serverSeq, String value) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf(value))));
        return new Delta(serverSeq, serverSeq - 1, "e", null, List.of(), patches, Instant.EPOCH);
    }
}
