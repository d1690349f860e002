package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.SyncServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "zenquery.sync.server.path=/sync",
            "zenquery.sync.server.max-message-size=1MB",
            "zenquery.sync.server.head-interval=1h"
        })
class ServerOverStompTest {
    private static final AtomKey LIST = AtomKey.of("list");
    private static final byte[] FORGED =
            ProtocolCodec.encode(new Problem(ProblemCode.INTERNAL, "forged by another client", null));

    private final String channel = "c-" + UUID.randomUUID();

    @LocalServerPort
    private int port;

    @Autowired
    private SyncServer server;

    private StompTestClient ann;
    private StompTestClient bob;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        InitialDocuments documents() {
            return name -> Map.of(LIST, JsonMapper.shared().createArrayNode().add(name));
        }

        @Bean
        MutationFunction append() {
            return new MutationFunction() {
                @Override
                public String name() {
                    return "append";
                }

                @Override
                public void handle(MutationCall call) {
                    call.draft().atom(LIST).add("/-", call.input(String.class));
                }
            };
        }
    }

    @BeforeEach
    void connect() throws Exception {
        ann = new StompTestClient(port, "/sync");
        bob = new StompTestClient(port, "/sync");
        ann.subscribe(channel);
        bob.subscribe(channel);
    }

    @AfterEach
    void disconnect() {
        ann.close();
        bob.close();
    }

    private Welcome resume(StompTestClient client, String id) throws InterruptedException {
        client.send("/app/zenquery/" + channel + "/resume", new Resume(id, "1", null, 0, null, null));
        return (Welcome) next(client.answers);
    }

    private void submit(StompTestClient client, Welcome welcome, long previous, Mutation... batch) {
        client.send(
                "/app/zenquery/" + channel + "/mutations",
                new MutationBatch(welcome.fence(), welcome.head(), previous, List.of(batch)));
    }

    private static Mutation named(long clientSeq, String name, JsonNode input) {
        return new Mutation(clientSeq, name, input, Map.of(), Map.of(), null);
    }

    private static Mutation patch(long clientSeq, Patch patch) {
        return new Mutation(clientSeq, null, NullNode.getInstance(), Map.of(LIST, List.of(patch)), Map.of(), null);
    }

    @Test
    void resume_firstConnect_answersTheSenderWithWelcomeAndSnapshot() throws Exception {
        Welcome welcome = resume(ann, "ann");

        Snapshot snapshot = (Snapshot) next(ann.answers);
        assertThat(snapshot.epoch()).isEqualTo(welcome.serverEpoch());
        assertThat(snapshot.state())
                .containsEntry(LIST, JsonMapper.shared().createArrayNode().add(channel));
        assertThat(ann.contentType).startsWith("application/json");
        resume(bob, "bob");
        assertThat(ann.answers).isEmpty();
    }

    @Test
    void mutations_several_areAnsweredInOneFrameAndPublishedInOne() throws Exception {
        Welcome welcome = resume(ann, "ann");
        next(ann.answers);
        resume(bob, "bob");
        next(bob.answers);
        ann.frames.clear();
        bob.frames.clear();

        submit(
                ann,
                welcome,
                0,
                named(1, "append", StringNode.valueOf("a")),
                named(2, "append", StringNode.valueOf("b")),
                named(3, "append", StringNode.valueOf("c")));

        for (long seq = 1; seq <= 3; seq++) {
            assertThat(next(ann.answers)).isEqualTo(new Ack(seq, seq, seq));
            assertThat(((Delta) next(bob.topic)).serverSeq()).isEqualTo(seq);
            next(ann.topic);
        }
        assertThat(bob.frames).containsExactly(3);
        assertThat(ann.frames).containsExactly(3, 3);
    }

    @Test
    void mutations_ofOneClient_areAckedToItAndReachAllAsDeltas() throws Exception {
        Welcome welcome = resume(ann, "ann");
        next(ann.answers);
        resume(bob, "bob");
        next(bob.answers);

        submit(
                ann,
                welcome,
                0,
                named(1, "append", StringNode.valueOf("a")),
                named(2, "unknown", NullNode.getInstance()),
                patch(3, Patch.add("/0", StringNode.valueOf("b"))));

        assertThat(next(ann.answers)).isEqualTo(new Ack(1, 1, 1L));
        assertThat(((Rejection) next(ann.answers)).code()).isEqualTo("unknown-mutation");
        assertThat(next(ann.answers)).isEqualTo(new Ack(3, 2, 2L));
        for (StompTestClient client : List.of(ann, bob)) {
            assertThat(((Delta) next(client.topic)).serverSeq()).isEqualTo(1);
            assertThat(((Delta) next(client.topic)).patches())
                    .containsEntry(LIST, List.of(Patch.add("/0", StringNode.valueOf("b"))));
        }
        assertThat(bob.answers).isEmpty();
        assertThat(server.state(channel).documents().get(LIST)).hasSize(3);
    }

    @Test
    void resume_withDeltasMissing_answersWithThemInOrder() throws Exception {
        Welcome welcome = resume(ann, "ann");
        next(ann.answers);
        for (int i = 0; i < 50; i++) {
            server.change(channel, draft -> draft.atom(LIST).add("/-", 1));
        }

        ann.send("/app/zenquery/" + channel + "/resume", new Resume("ann", "1", welcome.serverEpoch(), 20, null, null));

        assertThat(((Welcome) next(ann.answers)).head()).isEqualTo(50);
        for (long expected = 21; expected <= 50; expected++) {
            assertThat(((Delta) next(ann.answers)).serverSeq()).isEqualTo(expected);
        }
        for (long expected = 1; expected <= 50; expected++) {
            assertThat(((Delta) next(ann.topic)).serverSeq()).isEqualTo(expected);
        }
    }

    @Test
    void message_malformed_isAnsweredAndTheConnectionGoesOn() throws Exception {
        ann.send("/app/zenquery/" + channel + "/resume", "{nonsense".getBytes(StandardCharsets.UTF_8));
        assertThat(((Problem) next(ann.answers)).code()).isEqualTo(ProblemCode.MALFORMED);

        ann.send("/app/zenquery/" + channel + "/resume", new byte[0]);
        assertThat(((Problem) next(ann.answers)).code()).isEqualTo(ProblemCode.MALFORMED);

        ann.send("/app/zenquery/" + channel + "/mutations", new Resume("ann", "1", null, 0, null, null));
        assertThat(((Problem) next(ann.answers)).code()).isEqualTo(ProblemCode.MALFORMED);

        assertThat(resume(ann, "ann").head()).isZero();
    }

    @Test
    void message_channelNameNotAllowed_opensNoChannel() throws Exception {
        for (String name : List.of("no such name", "c;x=1", "c%2Fd", "x".repeat(65))) {
            ann.send("/app/zenquery/" + name + "/resume", new Resume("ann", "1", null, 0, null, null));
        }

        assertThat(resume(ann, "ann").head()).isZero();
        assertThat(server.heads())
                .containsKey(channel)
                .allSatisfy((name, head) -> assertThat(name).matches("[A-Za-z0-9_-]{1,64}"));
    }

    @Test
    void subscribe_channelNameNotAllowed_isRefused() throws Exception {
        assertRefused(() -> ann.subscribe("no such name"));
    }

    @Test
    void message_nearlyAsLargeAsAFrame_passesBothWays() throws Exception {
        Welcome welcome = resume(ann, "ann");
        next(ann.answers);
        String large = "x".repeat(StompTestClient.FRAME - 10_000);

        submit(ann, welcome, 0, named(1, "append", StringNode.valueOf(large)));

        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
        assertThat(((Delta) next(ann.topic)).patches())
                .containsEntry(LIST, List.of(Patch.add("/-", StringNode.valueOf(large))));
    }

    @Test
    void send_toTheTopic_isRefusedAndNobodyHears() throws Exception {
        assertRefused(() -> ann.send("/topic/zenquery." + channel, FORGED));
    }

    @Test
    void send_toAnotherClientsAnswers_isRefused() throws Exception {
        assertRefused(() -> ann.send("/user/" + bob.session.getSessionId() + "/queue/zenquery." + channel, FORGED));
    }

    @Test
    void subscribe_toAPatternOfAnswers_isRefused() throws Exception {
        assertRefused(() -> ann.session.subscribe("/queue/**", new StompSessionHandlerAdapter() {}));
    }

    private void assertRefused(Runnable action) throws InterruptedException {
        action.run();

        assertThat(ann.errors.poll(20, TimeUnit.SECONDS)).contains("expected a");
        assertThat(ann.lost.await(20, TimeUnit.SECONDS)).isTrue();
        // What bob hears next is what was said to him, and nothing before it.
        assertThat(resume(bob, "bob").head()).isZero();
        server.change(channel, draft -> draft.atom(LIST).add("/-", 1));
        ServerMessage heard = next(bob.topic);
        assertThat(heard).isInstanceOf(Delta.class);
    }
}
