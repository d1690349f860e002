package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.socket.WebSocketHttpHeaders;

/** Ways past the server, and ways to be somebody else. */
class HostileDestinationsTest extends HostileClients {

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
