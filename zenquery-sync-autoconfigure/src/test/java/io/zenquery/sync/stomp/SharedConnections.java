package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.messaging.simp.stomp.StompCommand;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Channels that share the connections to a server of the test, each as a session has it. */
abstract class SharedConnections {
    static final Resume RESUME = new Resume("me", "1", null, 0, null, null);

    final List<Channel> channels = new ArrayList<>();
    final Tokens tokens = new Tokens();
    FakeStompServer server;
    StompConnections connections;

    @BeforeEach
    void start() {
        server = new FakeStompServer();
        connections = connections(50);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Channel channel : channels) {
            channel.transport.destroy();
        }
        server.close();
    }

    StompConnections connections(int most) {
        return new StompConnections(
                new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ZERO, FakeStompServer.MAX_FRAME),
                List.of(tokens),
                most);
    }

    /** A channel as a session has it: with a listener for each connection. */
    final class Channel {
        final String name;
        final StompSyncTransport transport;
        RecordingListener listener = new RecordingListener();

        Channel(String name) {
            this.name = name;
            this.transport = connections.transport(name);
            channels.add(this);
        }

        Channel open() {
            listener = new RecordingListener();
            transport.open(listener);
            return this;
        }

        Channel awaitOpen() throws InterruptedException {
            listener.awaitOpen();
            return this;
        }

        void send(ClientMessage message) throws InterruptedException {
            transport.send(message);
            String end = "/app/zenquery/" + name + (message instanceof Resume ? "/resume" : "/mutations");
            FakeStompServer.Frame frame = server.next(StompCommand.SEND);
            assertThat(frame.header("destination")).isEqualTo(end);
        }

        /** Says something on the newest connection that it has. */
        void hears(int session, ServerMessage message) throws InterruptedException {
            server.answer(server.sessions.get(session), name, ProtocolCodec.encode(message));
            assertThat(listener.next()).isEqualTo(message);
        }
    }

    List<Channel> open(String... names) throws InterruptedException {
        List<Channel> opened = new ArrayList<>();
        for (String name : names) {
            opened.add(new Channel(name).open().awaitOpen());
        }
        return opened;
    }

    static Welcome welcome() {
        return new Welcome("s1", "f1", 0, 0, List.of(), Instant.EPOCH);
    }

    static MutationBatch batch(long seq, String value) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf(value))));
        return new MutationBatch(
                "f", 0, 0, List.of(new Mutation(seq, null, NullNode.getInstance(), patches, Map.of(), null)));
    }

    /** Shows another token when the last was refused. */
    static final class Tokens implements SyncConnectCustomizer {
        final List<String> shown = new ArrayList<>();
        final AtomicInteger refused = new AtomicInteger();

        @Override
        public synchronized void customize(SyncConnectHeaders headers) {
            shown.add(headers.channel());
            headers.handshake().add("X-Token", String.valueOf(refused));
        }

        @Override
        public void unauthenticated() {
            refused.incrementAndGet();
        }
    }
}
