package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.e2e.Frames.Frame;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.MutationWithdrawnException;
import io.zenquery.sync.spring.event.MutationWithdrawnEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import io.zenquery.sync.test.proxy.FaultyProxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that are not what the protocol has: who gets one says so, keeps its queue, and nothing is sent for ever. */
class BadFramesTest {
    private static final String SERVER_LIMIT = "zenquery.sync.server.max-frame-size=";
    private static final String CLIENT_LIMIT = "zenquery.sync.max-frame-size=";

    private BoardServer server;
    private BoardClient client;
    private Writes writes;

    private void start() throws InterruptedException {
        server = new BoardServer();
        writes = new Writes(server);
        client = BoardClient.live(server.port());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    static Stream<Arguments> badFrames() {
        return Stream.of(
                Arguments.of("malformed", (UnaryOperator<Frame>) frame -> frame.withBody("{\"type\": "), "as JSON"),
                Arguments.of("nothing", (UnaryOperator<Frame>) frame -> frame.withBody(""), "got nothing"),
                Arguments.of(
                        "another type",
                        (UnaryOperator<Frame>) frame -> frame.withBody("{\"type\": \"gossip\"}"),
                        "gossip"),
                Arguments.of(
                        "another content type",
                        (UnaryOperator<Frame>) frame -> frame.withContentType("text/xml"),
                        "expected a message of content type application/json, got text/xml"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void delta_spoilt_isReportedAndFetchedAnew(String what, UnaryOperator<Frame> spoil, String said)
            throws InterruptedException {
        start();
        AtomicBoolean spoilt = new AtomicBoolean();
        server.frames().toClients =
                frame -> frame.isOf("delta") && spoilt.compareAndSet(false, true) ? spoil.apply(frame) : frame;

        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "A"));
        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "A"));

        SyncProblemEvent problem = client.await(SyncProblemEvent.class);
        assertThat(problem.code()).isEqualTo("malformed");
        assertThat(problem.message()).contains(said);
        writes.add(client, "after it", 3, 0);
        writes.assertExactlyOnce(client);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void batch_spoilt_isHandedBackAndTheRestOfTheQueueIsSent(String what, UnaryOperator<Frame> spoil, String said)
            throws Exception {
        start();
        server.frames().fromClients =
                frame -> frame.isOf("mutations") && frame.body().contains("spoilt") ? spoil.apply(frame) : frame;

        MutationReceipt first = client.sync.mutate(draft -> draft.atom("notes").add("", "spoilt"));
        writes.add(client, "behind it", 3, 0);

        SyncProblemEvent problem = client.await(SyncProblemEvent.class);
        assertThat(problem.code()).isEqualTo("MALFORMED");
        assertThat(problem.message()).contains(said);
        MutationWithdrawnEvent withdrawn = client.await(MutationWithdrawnEvent.class);
        assertThat(withdrawn.clientSeq()).isEqualTo(first.clientSeq());
        assertThat(withdrawn.mutation().optimisticPatches()).isNotEmpty();
        assertThat(first.accepted().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(MutationWithdrawnException.class);
        await().untilAsserted(() -> assertThat(client.sync.pending()).isEmpty());
        assertThat(server.tasks().path("items")).hasSize(5);
        assertThat(client.sync.view("tasks")).isEqualTo(server.tasks());
        assertThat(server.frames().sentOf("mutations"))
                .as("all of them together at most once, then each by itself")
                .isLessThanOrEqualTo(5);
    }

    @Test
    void version_serverKnowsAnother_isToldAndNothingIsSentButResume() throws InterruptedException {
        start();
        client.sync.disconnect();
        client.await(SyncDisconnectedEvent.class);
        writes.add(client, "waits", 5, 0);
        server.frames().sent.clear();
        server.frames().fromClients = frame -> frame.withBody(frame.body().replace("zenquery.v1", "zenquery.v0"));

        client.sync.connect();
        for (int attempt = 0; attempt < 3; attempt++) {
            SyncProblemEvent problem = client.await(SyncProblemEvent.class);
            assertThat(problem.code()).isEqualTo("WRONG_VERSION");
            assertThat(problem.message()).contains("expected protocol \"zenquery.v1\", got \"zenquery.v0\"");
        }
        assertThat(server.frames().sentOf("mutations")).isZero();
        assertThat(client.sync.pending()).hasSize(5);

        server.frames().fromClients = UnaryOperator.identity();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void version_ofTheServerIsAnother_isToldAndNothingIsSent() throws InterruptedException {
        start();
        client.sync.disconnect();
        client.await(SyncDisconnectedEvent.class);
        writes.add(client, "waits", 5, 0);
        server.frames().sent.clear();
        server.frames().toClients = frame -> frame.withBody(frame.body().replace("zenquery.v1", "zenquery.v2"));

        client.sync.connect();

        SyncProblemEvent problem = client.await(SyncProblemEvent.class);
        assertThat(problem.message()).contains("expected protocol \"zenquery.v1\", got \"zenquery.v2\"");
        assertThat(server.frames().sentOf("mutations")).isZero();
        assertThat(client.sync.pending()).hasSize(5);

        server.frames().toClients = UnaryOperator.identity();
        client.sync.disconnect();
        client.sync.connect();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void frame_tooLargeForTheClient_isToldWithThePropertyAndTheQueueIsKept() throws InterruptedException {
        server = new BoardServer(
                0, SERVER_LIMIT + "1MB", "zenquery.sync.server.max-batch=5", "zenquery.sync.server.log-retention=5");
        writes = new Writes(server);
        client = BoardClient.live(server.port(), CLIENT_LIMIT + "16KB", "zenquery.sync.max-batch=5");
        AtomicInteger large = new AtomicInteger();
        server.frames().toClients = frame -> {
            if (frame.body().contains("xxxx")) {
                large.incrementAndGet();
            }
            return frame;
        };

        server.sync().change("board", draft -> draft.atom("large").add("", "x".repeat(50_000)));

        assertThat(client.await(SyncDisconnectedEvent.class).reason()).contains("zenquery.sync.max-frame-size");
        writes.add(client, "waits", 5, 0);
        await().until(() -> large.get() >= 3);
        assertThat(server.frames().sentOf("mutations")).isZero();
        assertThat(client.sync.pending()).hasSize(5);

        // The log forgets the large delta, and the state is small again.
        for (int i = 0; i < 5; i++) {
            server.sync().change("board", draft -> draft.atom("large").add("", "small"));
        }
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void batch_tooLargeForTheServer_isSentInParts() throws InterruptedException {
        server = new BoardServer(0, SERVER_LIMIT + "5KB");
        writes = new Writes(server);
        client = BoardClient.live(server.port(), CLIENT_LIMIT + "8MB");
        client.sync.disconnect();
        client.await(SyncDisconnectedEvent.class);
        writes.add(client, "large together", 30, 400);

        client.sync.connect();

        // A server that closes while it is sent something can look like a broken network first: then it is tried again.
        SyncDisconnectedEvent refused = client.await(
                SyncDisconnectedEvent.class, event -> event.reason().contains("1009"));
        assertThat(refused.reason()).contains("zenquery.sync.server.max-frame-size");
        SyncProblemEvent problem = client.await(SyncProblemEvent.class);
        assertThat(problem.code()).isEqualTo("BATCH_TOO_LARGE");
        writes.assertExactlyOnce(client);
    }

    /** Megabytes are still being sent when the server closes. */
    @Test
    void mutation_tooLargeForTheServerByItself_isAFailedOne_andNotSentForEver() throws InterruptedException {
        server = new BoardServer(0, SERVER_LIMIT + "16KB");
        writes = new Writes(server);
        try (FaultyProxy proxy = FaultyProxy.to(server.port()).start()) {
            client = BoardClient.live(proxy.port(), CLIENT_LIMIT + "8MB");
            client.sync.disconnect();
            client.await(SyncDisconnectedEvent.class);
            writes.add(client, "large", 30, 200_000);
            int before = proxy.accepted();

            client.sync.connect();

            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(client.sync.failed()).hasSize(30));
            assertThat(client.sync.failed())
                    .allSatisfy(failed -> assertThat(failed.code()).isEqualTo("too-large"));
            await().untilAsserted(() -> assertThat(client.sync.pending()).isEmpty());
            assertThat(server.sync().state("board").serverSeq()).isZero();
            // Two that the server closed for the first one, and the one that stays: what is as large is not sent any
            // more. If a
            // reset overtakes the server's reason to close, that one does not count.
            assertThat(proxy.accepted() - before).isBetween(3, 30);
        }
    }
}
