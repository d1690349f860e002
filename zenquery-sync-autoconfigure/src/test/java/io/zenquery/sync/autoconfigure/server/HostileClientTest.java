package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;

/** Frames, batches, documents, subscriptions and rates beyond the limits. */
class HostileClientTest extends HostileClients {

    @Test
    void frame_oversized_closesThatConnectionAlone() throws InterruptedException {
        eve.sendTooMuch(
                "/app/zenquery/" + channel + "/mutations", "x".repeat(40_000).getBytes(StandardCharsets.UTF_8));

        assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue();
        assertNothingHappened();
    }

    @Test
    void batch_tooLong_isRefused() throws InterruptedException {
        submit(
                eve,
                evesWelcome.fence(),
                LongStream.rangeClosed(1, 6)
                        .mapToObj(i -> patches(i, List.of(Patch.add("/eve", json("1")))))
                        .toArray(Mutation[]::new));

        assertThat(((Problem) next(eve.answers)).code()).isEqualTo(ProblemCode.BATCH_TOO_LARGE);
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
}
