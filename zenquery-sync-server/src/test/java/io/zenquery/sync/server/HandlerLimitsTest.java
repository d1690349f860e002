package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static io.zenquery.sync.server.TestClient.named;
import static io.zenquery.sync.server.TestClient.problem;
import static io.zenquery.sync.server.TestClient.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ServerMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A handler that takes too long, does too much or fails rejects that mutation alone. */
class HandlerLimitsTest {
    private final CountDownLatch go = new CountDownLatch(1);
    private final BlockingQueue<String> late = new LinkedBlockingQueue<>();
    private final ThreadLocal<String> context = new ThreadLocal<>();

    private final SyncServer server = server(Duration.ofMinutes(1));
    private final SyncServer impatient = server(Duration.ofSeconds(2));

    private SyncServer server(Duration timeout) {
        return TestServers.with("[]")
                .handlers(TestServers.handlers())
                .handlers(List.of(
                        TestServers.handler("patient", this::patient),
                        TestServers.handler("stubborn", this::stubborn),
                        TestServers.handler(
                                "wordy",
                                call -> IntStream.range(0, 4)
                                        .forEach(i -> call.draft().atom(LIST).add("/-", i))),
                        TestServers.handler(
                                "sneaky",
                                call -> HandlerLimitsTest.<RuntimeException>sneak(new IOException("planted"))),
                        TestServers.handler("error", call -> {
                            throw new NoClassDefFoundError("planted");
                        }),
                        TestServers.handler("calls", call -> change()),
                        TestServers.handler(
                                "context", call -> call.draft().atom(LIST).add("/-", context.get()))))
                .limits(new Limits(10, 3, 100, DocumentLimits.DEFAULT, timeout))
                .handlerDecorator(work -> {
                    String here = context.get();
                    return () -> {
                        context.set(here);
                        work.run();
                    };
                })
                .build();
    }

    private void patient(MutationCall call) {
        try {
            go.await();
        } catch (InterruptedException e) {
            late.add("interrupted");
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void change() {
        impatient.change(CHANNEL, draft -> draft.atom(LIST).add("/-", "by the handler"));
    }

    /** Does not listen, goes on when it is let, and tries everything. */
    private void stubborn(MutationCall call) {
        boolean interrupted = false;
        while (true) {
            try {
                go.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        call.draft().atom(LIST).add("/-", "late");
        try {
            change();
        } catch (IllegalStateException e) {
            late.add(interrupted + ": " + e.getMessage());
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static List<ServerMessage> between(SyncServer server, String name) {
        return TestClient.of(server, "ann")
                .send(
                        0,
                        0,
                        named(1, "append", "{'name':'a'}"),
                        named(2, name, "null"),
                        named(3, "append", "{'name':'b'}"));
    }

    @Test
    void handler_tooSlow_isInterruptedAndThatMutationRejectedAlone() throws InterruptedException {
        List<ServerMessage> answer = between(impatient, "patient");

        assertThat(rejection(answer.get(1))).isEqualTo("handler-timeout");
        assertThat(late.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThat(TestServers.list(impatient)).isEqualTo(json("['A','B']"));
    }

    @Test
    void handler_thatDoesNotListen_isLeftAloneAndItsLateWorkChangesNothing() throws InterruptedException {
        List<ServerMessage> answer = between(impatient, "stubborn");
        assertThat(rejection(answer.get(1))).isEqualTo("handler-timeout");

        go.countDown();

        assertThat(late.poll(20, TimeUnit.SECONDS))
                .isEqualTo("true: expected a call from outside of handlers: a mutation handler must not call the"
                        + " server that runs it");
        TestClient.of(impatient, "bob").send(2, 0, named(1, "append", "{'name':'c'}"));
        assertThat(TestServers.list(impatient)).isEqualTo(json("['A','B','C']"));
    }

    @Test
    void close_namedMutationsAfterIt_areToBeSentAgain_otherWorkGoesOn() {
        TestClient bob = TestClient.of(impatient, "bob");
        assertThat(bob.send(0, 0, named(1, "context", "null"))).hasOnlyElementsOfType(ServerMessage.Ack.class);

        impatient.close();

        assertThat(problem(bob.send(1, 1, named(2, "context", "null")))).isEqualTo("TRY_LATER");
        assertThat(impatient.state(CHANNEL).serverSeq()).isEqualTo(1);
        assertThat(impatient.change(CHANNEL, draft -> draft.atom(LIST).add("/-", "still")))
                .isEqualTo(2);
    }

    @Test
    void handlers_stuckByTheHundreds_areNotJoinedByMore() {
        TestClient bob = TestClient.of(server(Duration.ofMillis(2)), "bob");

        int decided = 0;
        while (!problem(bob.send(0, decided, named(decided + 1, "stubborn", "null")))
                .equals("TRY_LATER")) {
            decided++;
        }

        assertThat(decided).isGreaterThanOrEqualTo(256); // more where one was interrupted before it began
        go.countDown();
    }

    @Test
    void handler_ofTooManyOperations_isRejected() {
        assertThat(rejection(between(server, "wordy").get(1))).isEqualTo("too-many-patches");
        assertThat(TestServers.list(server)).isEqualTo(json("['A','B']"));
    }

    @Test
    void handler_thatThrowsAnything_rejectsThatMutationAlone() {
        assertThat(rejection(between(server, "sneaky").get(1))).isEqualTo("handler-failed");
        assertThat(rejection(TestClient.of(server, "bob")
                        .send(2, 0, named(1, "error", "null"))
                        .get(0)))
                .isEqualTo("handler-failed");
        assertThat(TestServers.list(server)).isEqualTo(json("['A','B']"));
    }

    @Test
    void handler_thatCallsTheServer_fails() {
        assertThat(rejection(between(server, "calls").get(1))).isEqualTo("handler-failed");
        assertThat(TestServers.list(server)).isEqualTo(json("['A','B']"));
    }

    @Test
    void handler_onItsThread_findsWhatTheDecoratorCarriedOver() {
        context.set("from the caller");

        between(server, "context");

        assertThat(TestServers.list(server)).isEqualTo(json("['A','from the caller','B']"));
    }
}
