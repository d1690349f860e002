package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.SyncServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.socket.WebSocketHttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Eve tries everything that a client can without a login; ann goes on as if she were not there. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "zenquery.sync.server.max-frame-size=16KB",
            "zenquery.sync.server.max-batch=5",
            "zenquery.sync.server.max-patches=50",
            "zenquery.sync.server.max-document-nodes=300",
            "zenquery.sync.server.max-document-depth=20",
            "zenquery.sync.server.max-document-size=8KB",
            "zenquery.sync.server.max-subscriptions=6",
            "zenquery.sync.server.max-messages-per-second=100"
        })
class HostileClientTest {
    private static final AtomKey DOC = AtomKey.of("doc");
    private static final String INITIAL = "{\"a\":{\"b\":[1,2,3]}}";

    private final String channel = "c-" + UUID.randomUUID();

    @LocalServerPort
    private int port;

    @Autowired
    private SyncServer server;

    private StompTestClient ann;
    private StompTestClient eve;
    private Welcome annsWelcome;
    private Welcome evesWelcome;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        InitialDocuments documents() {
            return name -> Map.of(DOC, JsonMapper.shared().readTree(INITIAL));
        }
    }

    @BeforeEach
    void connect() throws Exception {
        ann = new StompTestClient(port, "/zenquery");
        eve = new StompTestClient(port, "/zenquery");
        ann.subscribe(channel);
        eve.subscribe(channel);
        annsWelcome = resume(ann, "ann");
        evesWelcome = resume(eve, "eve");
    }

    @AfterEach
    void disconnect() {
        ann.close();
        eve.close();
    }

    private Welcome resume(StompTestClient client, String id) throws InterruptedException {
        client.send("/app/zenquery/" + channel + "/resume", new Resume(id, "1", null, 0, null, null));
        Welcome welcome = (Welcome) next(client.answers);
        next(client.answers); // the snapshot
        return welcome;
    }

    private void submit(StompTestClient client, String fence, Mutation... batch) {
        client.send("/app/zenquery/" + channel + "/mutations", new MutationBatch(fence, 0, 0, List.of(batch)));
    }

    private static Mutation patches(long clientSeq, List<Patch> patches) {
        return new Mutation(clientSeq, null, NullNode.getInstance(), Map.of(DOC, patches), Map.of(), null);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private void assertRejected(List<Patch> patches, String code) throws InterruptedException {
        submit(eve, evesWelcome.fence(), patches(1, patches));

        assertThat(((Rejection) next(eve.answers)).code()).isEqualTo(code);
        assertNothingHappened();
    }

    private void assertEnded(String said) throws InterruptedException {
        assertThat(eve.errors.poll(20, TimeUnit.SECONDS)).contains(said);
        assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingHappened();
    }

    /** The documents are as they were, ann has heard nothing, and her own writes go through. */
    private void assertNothingHappened() throws InterruptedException {
        assertThat(server.state(channel).documents()).containsEntry(DOC, json(INITIAL));
        assertThat(ann.topic).isEmpty();
        assertThat(ann.answers).isEmpty();
        submit(ann, annsWelcome.fence(), patches(1, List.of(Patch.add("/ann", json("1")))));
        assertThat(next(ann.answers)).isInstanceOf(Ack.class);
    }

    // -------------------------------------------------------------------------------------------------- the limits

    @Test
    void frame_oversized_closesThatConnectionAlone() throws InterruptedException {
        try {
            eve.send(
                    "/app/zenquery/" + channel + "/mutations",
                    "x".repeat(40_000).getBytes(StandardCharsets.UTF_8));
        } catch (MessageDeliveryException e) {
            assertThat(e).hasMessageContaining("stompCommand=SEND"); // closed while the rest was being sent
        }

        assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingHappened();
    }

    @Test
    void batch_tooLong_isMalformed() throws InterruptedException {
        submit(
                eve,
                evesWelcome.fence(),
                LongStream.rangeClosed(1, 6)
                        .mapToObj(i -> patches(i, List.of(Patch.add("/eve", json("1")))))
                        .toArray(Mutation[]::new));

        assertThat(((Problem) next(eve.answers)).code()).isEqualTo(ProblemCode.MALFORMED);
        assertNothingHappened();
    }

    @Test
    void operations_tooMany_areRejected() throws InterruptedException {
        assertRejected(
                IntStream.range(0, 51)
                        .mapToObj(i -> Patch.add("/eve" + i, json("1")))
                        .toList(),
                "too-many-patches");
    }

    @Test
    void nodes_tooMany_areRejected() throws InterruptedException {
        assertRejected(List.of(Patch.add("/eve", json("[" + "1,".repeat(300) + "1]"))), "document-too-many-nodes");
    }

    @Test
    void depth_tooGreat_isRejected() throws InterruptedException {
        assertRejected(List.of(Patch.add("/eve", json("[".repeat(21) + "]".repeat(21)))), "document-too-deep");
    }

    @Test
    void document_tooLarge_isRejected() throws InterruptedException {
        assertRejected(List.of(Patch.add("/eve", json("\"" + "x".repeat(9_000) + "\""))), "document-too-large");
    }

    @Test
    void copy_ofCopiesFortyTimes_isRejectedBeforeItGrows() throws InterruptedException {
        assertRejected(
                IntStream.range(0, 40)
                        .mapToObj(i -> Patch.copy("/a", "/a/" + i))
                        .toList(),
                "document-too-many-nodes");
    }

    @Test
    void copy_andRemoveTimeAndAgain_isRejectedBeforeItsDeltaGrows() throws InterruptedException {
        assertRejected(
                IntStream.range(0, 50)
                        .mapToObj(i -> i == 0
                                ? Patch.add("/x", json("\"" + "x".repeat(3_000) + "\""))
                                : i % 2 == 1 ? Patch.copy("/x", "/y") : Patch.remove("/y"))
                        .toList(),
                "copy-too-large");
    }

    @Test
    void subscriptions_tooMany_endTheConnection() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            eve.session.subscribe("/topic/zenquery.c" + i, new StompSessionHandlerAdapter() {});
        }

        assertEnded("expected up to 6 subscriptions on a connection");
    }

    @Test
    void clients_tooManyOnOneConnection_areForbidden() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            resume(eve, "eve-" + i);
        }

        eve.send("/app/zenquery/" + channel + "/resume", new Resume("eve-5", "1", null, 0, null, null));

        assertThat(((Problem) next(eve.answers)).message()).contains("expected up to 6 clients on a connection");
        assertNothingHappened();
    }

    @Test
    void messages_tooManyPerSecond_endTheConnection() throws InterruptedException {
        try {
            for (int i = 0; i < 1_000; i++) {
                eve.send("/app/zenquery/" + channel + "/resume", "{}".getBytes(StandardCharsets.UTF_8));
            }
        } catch (MessageDeliveryException | IllegalStateException e) {
            assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue(); // closed while she was still sending
        }

        assertEnded("expected up to 100 messages per second on a connection");
    }

    // -------------------------------------------------------------------------------------------- the destinations

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/topic/**",
                "/topic/zenquery.*",
                "/topic/{x}",
                "/topic/zenquery%2Ec",
                "/topic/zenquery.c;x=1",
                "/queue/**",
                "/user/other/queue/zenquery.c",
                "/**"
            })
    void subscribe_byATrick_isRefused(String destination) throws InterruptedException {
        eve.session.subscribe(destination, new StompSessionHandlerAdapter() {});

        assertEnded("expected a topic or a destination below /user/queue, without a pattern");
    }

    @Test
    void send_straightToTheBroker_isRefused() throws InterruptedException {
        eve.send("/topic/zenquery." + channel, forged());

        assertEnded("clients can't send to the broker");
    }

    @Test
    void send_straightToAnotherClientsAnswers_isRefused() throws InterruptedException {
        eve.send("/user/" + ann.session.getSessionId() + "/queue/zenquery." + channel, forged());

        assertEnded("clients can't send to the broker");
    }

    private static byte[] forged() {
        return ProtocolCodec.encode((ServerMessage) new Problem(ProblemCode.INTERNAL, "forged", null));
    }

    // ------------------------------------------------------------------------------------------------ who one is

    @Test
    void fence_ofAnotherConnection_isStale() throws InterruptedException {
        submit(eve, annsWelcome.fence(), patches(1, List.of(Patch.add("/eve", json("1")))));

        assertThat(((Problem) next(eve.answers)).code()).isEqualTo(ProblemCode.STALE_FENCE);
        assertNothingHappened();
    }

    @Test
    void fence_guessed_isStale() throws InterruptedException {
        String epoch = server.state(channel).epoch();
        for (int i = 0; i < 10; i++) {
            String guess = epoch + "." + i;
            if (!guess.equals(evesWelcome.fence())) {
                submit(eve, guess, patches(1, List.of(Patch.add("/eve", json("1")))));
                assertThat(((Problem) next(eve.answers)).code()).isEqualTo(ProblemCode.STALE_FENCE);
            }
        }
        assertNothingHappened();
    }

    @Test
    void origin_foreign_isRefusedAtTheHandshake() throws Exception {
        WebSocketHttpHeaders foreign = new WebSocketHttpHeaders();
        foreign.setOrigin("http://evil.example");
        assertThatThrownBy(() -> new StompTestClient(port, "/zenquery", foreign))
                .hasStackTraceContaining("403");

        WebSocketHttpHeaders own = new WebSocketHttpHeaders();
        own.setOrigin("http://127.0.0.1:" + port);
        new StompTestClient(port, "/zenquery", own).close();
    }

    @Test
    void frame_beforeConnect_isRefused() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("v12.stomp")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/zenquery"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        answer.complete(text.toString());
                        return WebSocket.Listener.super.onText(from, text, last);
                    }
                })
                .get(20, TimeUnit.SECONDS);

        socket.sendText("SUBSCRIBE\nid:0\ndestination:/topic/zenquery." + channel + "\n\n\0", true)
                .get(20, TimeUnit.SECONDS);

        assertThat(answer.get(20, TimeUnit.SECONDS)).startsWith("ERROR");
        socket.abort();
    }
}
