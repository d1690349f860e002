package io.zenquery.sync.stomp;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.web.socket.WebSocketSession;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** What a transport carries, both ways. */
class StompSyncTransportTest extends AgainstFakeServer {
    @Test
    void send_eachKind_goesToItsDestinationAsJson() throws InterruptedException {
        openAndAwait(settings());

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
        openAndAwait(new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ofMillis(2), 1 << 20));

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
        openAndAwait(settings());
        String long900k = "ö".repeat(450_000);

        transport.send(batch(long900k));
        assertThat(ProtocolCodec.decodeClient(server.next(StompCommand.SEND).payload()))
                .isEqualTo(batch(long900k));
        server.message(server.sessions.get(0), 0, ProtocolCodec.encode(delta(1, long900k)));
        assertThat(listener.next()).isEqualTo(delta(1, long900k));
    }

    @Test
    void send_overTheLimit_isRefusedWithTheProperty() throws InterruptedException {
        openAndAwait(settings());

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
        openAndAwait(new StompSettings(server.url(), Duration.ofSeconds(10), Duration.ZERO, 8192));

        server.message(server.sessions.get(0), 0, ProtocolCodec.encode(delta(1, "x".repeat(9000))));

        assertThat(listener.awaitClosed()).contains("zenquery.sync.max-frame-size");
    }

    @Test
    void receive_topicAndQueue_arriveInOrder() throws InterruptedException {
        openAndAwait(settings());
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
        openAndAwait(settings());
        WebSocketSession session = server.sessions.get(0);

        server.message(session, 1, "not json".getBytes(StandardCharsets.UTF_8));
        server.message(session, 1, new byte[0]);
        server.message(session, 1, ProtocolCodec.encode(new Ack(1, 1, null)));

        assertThat(listener.next()).isInstanceOf(ProtocolException.class);
        assertThat(listener.next()).isInstanceOf(ProtocolException.class);
        assertThat(listener.next()).isEqualTo(new Ack(1, 1, null));
    }

    private static MutationBatch batch(String value) {
        Map<AtomKey, List<Patch>> patches =
                Map.of(AtomKey.of("tasks"), List.of(Patch.add("/title", StringNode.valueOf(value))));
        return new MutationBatch(
                "f", 0, 0, List.of(new Mutation(1, null, NullNode.getInstance(), patches, Map.of(), null)));
    }
}
