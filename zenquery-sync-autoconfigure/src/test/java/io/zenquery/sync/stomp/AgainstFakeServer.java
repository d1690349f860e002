package io.zenquery.sync.stomp;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.web.socket.CloseStatus;
import tools.jackson.databind.node.StringNode;

/** A transport, and a server that does what the test says. */
abstract class AgainstFakeServer {
    static final Resume RESUME = new Resume("me", "1", null, 0, null, null);

    static FakeStompServer server;

    final RecordingListener listener = new RecordingListener();
    StompSyncTransport transport;

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

    /** Opens a transport of the channel {@code board}. */
    final void open(StompSettings settings, SyncConnectCustomizer... customizers) {
        transport = new StompSyncTransport(settings, "board", List.of(customizers));
        transport.open(listener);
    }

    final void openAndAwait(StompSettings settings) throws InterruptedException {
        open(settings);
        listener.awaitOpen();
    }

    /** Of the server of the test, with time enough and without heartbeats. */
    static StompSettings settings() {
        return settings(server.url());
    }

    static StompSettings settings(URI url) {
        return new StompSettings(url, Duration.ofSeconds(10), Duration.ZERO, FakeStompServer.MAX_FRAME);
    }

    static Delta delta(long serverSeq, String value) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf(value))));
        return new Delta(serverSeq, serverSeq - 1, "e", null, List.of(), patches, Instant.EPOCH);
    }
}
