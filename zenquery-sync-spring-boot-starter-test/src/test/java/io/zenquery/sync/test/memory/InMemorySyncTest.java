package io.zenquery.sync.test.memory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.RejectMutationException;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.TryLaterException;
import io.zenquery.sync.session.SyncTransport;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemorySyncTest {
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final SyncServer server = SyncServer.builder()
            .clock(InstantSource.system())
            .ids(() -> "epoch")
            .handlers(List.of(
                    MutationFunction.of("no", call -> {
                        throw new RejectMutationException("no", "never");
                    }),
                    MutationFunction.of("busy", call -> {
                        busy.countDown();
                        await(goOn);
                    }),
                    MutationFunction.of("later", call -> {
                        throw new TryLaterException("not now");
                    })))
            .build();
    private final InMemorySync sync = new InMemorySync(server, "c");
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        goOn.countDown();
        sync.close();
    }

    @Test
    void connection_whileOffline_comesWhenOnline() throws InterruptedException {
        sync.goOffline();
        SyncTransport transport = sync.transport("c");
        transport.open(heard);
        assertThat(heard.all).isEmpty();
        sync.goOnline();
        assertThat(heard.next()).isEqualTo("open");
        transport.send(new Resume("me", "e", null, 0, null, null));
        assertThat(heard.next()).isInstanceOf(Welcome.class);
    }

    @Test
    void goOffline_whileOffline_leavesAttemptsToConnectAlone() throws InterruptedException {
        sync.goOffline();
        sync.transport("c").open(heard);
        sync.goOffline();
        assertThat(heard.all).isEmpty();
        sync.goOnline();
        assertThat(heard.next()).isEqualTo("open");
    }

    @Test
    void goOffline_cutsConnections_andWhatIsSentAfterIsLost() throws InterruptedException {
        SyncTransport transport = sync.transport("c");
        transport.open(heard);
        assertThat(heard.next()).isEqualTo("open");
        sync.goOffline();
        assertThat(heard.all).as("known when goOffline returns").containsExactly("closed");
        heard.all.clear();
        transport.send(new Resume("me", "e", null, 0, null, null));
        sync.goOnline();
        transport.open(heard);
        assertThat(heard.next()).isEqualTo("open");
    }

    @Test
    void goOffline_whileAHandlerIsBusy_doesNotWaitForIt() throws InterruptedException {
        SyncTransport transport = sync.transport("c");
        transport.open(heard);
        assertThat(heard.next()).isEqualTo("open");
        transport.send(new Resume("me", "e", null, 0, null, null));
        Welcome welcome = (Welcome) requireNonNull(heard.next());
        Mutation mutation = new Mutation(1, "busy", Json.ABSENT, Map.of(), Map.of(), null);
        transport.send(new MutationBatch(welcome.fence(), 0, 0, List.of(mutation)));
        assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
        sync.goOffline();
        assertThat(heard.all).last().isEqualTo("closed");
        goOn.countDown();
    }

    @Test
    void close_tellsTheListenerNothing() throws InterruptedException {
        SyncTransport transport = sync.transport("c");
        transport.open(heard);
        assertThat(heard.next()).isEqualTo("open");
        transport.close();
        sync.goOffline();
        sync.change(draft -> draft.atom("a").add("", 1));
        sync.goOnline();
        transport.open(heard);
        assertThat(heard.next()).isEqualTo("open");
    }

    @Test
    void deltas_ofTheChannelAlone_arrive() throws InterruptedException {
        sync.transport("c").open(heard);
        assertThat(heard.next()).isEqualTo("open");
        server.change("other", draft -> draft.atom("a").add("", 1));
        sync.change(draft -> draft.atom("b").add("", 2));
        assertThat(heard.next())
                .isInstanceOfSatisfying(
                        Delta.class,
                        delta -> assertThat(delta.patches().toString()).contains("b"));
        assertThat(sync.document("b")).hasToString("2");
        assertThat(Json.isAbsent(sync.document("a"))).isTrue();
    }

    @Test
    void otherClient_getsTheVerdictsOfTheEngine() {
        OtherClient other = sync.otherClient("other");
        assertThat(other.mutate(draft -> draft.atom("list").add("", List.of("x"))))
                .isEqualTo(new Ack(1, 1, 1L));
        assertThat(other.mutate(draft -> draft.atom("list").add("/0", "y"))).isEqualTo(new Ack(2, 2, 2L));
        assertThat(sync.document("list")).hasToString("[\"y\",\"x\"]");
        assertThat(other.mutate("no", null))
                .isInstanceOfSatisfying(
                        Rejection.class, no -> assertThat(no.code()).isEqualTo("no"));
        assertThatIllegalStateException()
                .isThrownBy(() -> other.mutate("later", null))
                .withMessageContaining("TRY_LATER");
    }

    @Test
    void rejection_withoutCode_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> sync.rejectNext(" ", "no reason"));
    }

    @Test
    void secondInMemorySync_onOneServer_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InMemorySync(server, "d"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Heard implements SyncTransport.Listener {
        final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

        @Nullable
        Object next() throws InterruptedException {
            return all.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public void onOpen() {
            all.add("open");
        }

        @Override
        public void onMessage(ServerMessage message) {
            all.add(message);
        }

        @Override
        public void onMalformed(ProtocolException problem) {
            all.add(problem);
        }

        @Override
        public void onClosed(String reason) {
            all.add("closed");
        }
    }
}
