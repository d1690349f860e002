package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.SyncServer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

/** What a server says to frames that are not what they should be; other clients notice nothing. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "zenquery.sync.server.max-frame-size=16KB",
            "zenquery.sync.server.head-interval=1h"
        })
class BadFramesToServerTest {
    private static final String RESUME = "/app/zenquery/c/resume";
    private static final Resume GOOD = new Resume("ann", "1", null, 0, null, null);

    @LocalServerPort
    private int port;

    @Autowired
    private SyncServer server;

    private StompTestClient ann;
    private StompTestClient bob;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @BeforeEach
    void connect() throws Exception {
        ann = new StompTestClient(port, "/zenquery");
        bob = new StompTestClient(port, "/zenquery");
        ann.subscribe("c");
        bob.subscribe("c");
    }

    @AfterEach
    void disconnect() {
        ann.close();
        bob.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("{\"type\": ", "expected a message as JSON"),
                Arguments.of("[1, 2]", "expected message as an object, got an array"),
                Arguments.of("[".repeat(5_000), "expected a message as JSON"),
                Arguments.of("{\"clientId\": \"ann\"}", "expected a member \"type\""),
                Arguments.of("{\"type\": \"gossip\"}", "expected type resume or mutations, got \"gossip\""));
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String body, String said) throws InterruptedException {
        ann.send(RESUME, body.getBytes(StandardCharsets.UTF_8));

        Problem problem = (Problem) next(ann.answers);
        assertThat(problem.code()).isEqualTo(ProblemCode.MALFORMED);
        assertThat(problem.message()).contains(said);
        assertGoesOn(ann);
    }

    @Test
    void resume_inAnotherVersionOfTheProtocol_isToldSo() throws InterruptedException {
        String other =
                new String(ProtocolCodec.encode(GOOD), StandardCharsets.UTF_8).replace("zenquery.v1", "zenquery.v2");

        ann.send(RESUME, other.getBytes(StandardCharsets.UTF_8));

        Problem problem = (Problem) next(ann.answers);
        assertThat(problem.code()).isEqualTo(ProblemCode.WRONG_VERSION);
        assertThat(problem.message()).contains("expected protocol \"zenquery.v1\", got \"zenquery.v2\"");
        assertGoesOn(ann);
    }

    @Test
    void contentType_notJson_isMalformed() throws InterruptedException {
        ann.send(RESUME, "application/xml", ProtocolCodec.encode(GOOD));

        Problem problem = (Problem) next(ann.answers);
        assertThat(problem.code()).isEqualTo(ProblemCode.MALFORMED);
        assertThat(problem.message())
                .contains("expected a message of content type application/json", "application/xml");
        ann.send(RESUME, "application/json;charset=UTF-8", ProtocolCodec.encode(GOOD));
        assertThat(next(ann.answers)).isInstanceOf(Welcome.class);
    }

    @Test
    void frame_overTheLimit_closesThatConnectionAlone() throws InterruptedException {
        ann.sendTooMuch(RESUME, "x".repeat(40_000).getBytes(StandardCharsets.UTF_8));

        assertThat(ann.lost.await(20, TimeUnit.SECONDS)).isTrue();
        assertGoesOn(bob);
        assertThat(server.state("c").serverSeq()).isZero();
    }

    @Test
    void frame_overTheLimitInBytesButNotInCharacters_closesThatConnectionAlone() throws InterruptedException {
        ann.sendTooMuch(RESUME, "ö".repeat(12_000).getBytes(StandardCharsets.UTF_8));

        assertThat(ann.lost.await(20, TimeUnit.SECONDS)).isTrue();
        assertGoesOn(bob);
    }

    @Test
    void resume_stateOverTheLimit_isToldSoAndNothingElse() throws InterruptedException {
        server.change(
                "large",
                draft -> draft.atom("text")
                        .add("", IntStream.range(0, 6_000).boxed().toList()));
        ann.subscribe("large");

        ann.send("/app/zenquery/large/resume", GOOD);

        Problem problem = (Problem) next(ann.answers);
        assertThat(problem.code()).isEqualTo(ProblemCode.ANSWER_TOO_LARGE);
        assertThat(problem.message()).contains("16384", "zenquery.sync.server.max-frame-size");
        assertGoesOn(ann);
        assertThat(ann.answers).noneMatch(Problem.class::isInstance);
    }

    private static void assertGoesOn(StompTestClient client) throws InterruptedException {
        client.send(RESUME, GOOD);
        assertThat(next(client.answers)).isInstanceOf(Welcome.class);
    }
}
