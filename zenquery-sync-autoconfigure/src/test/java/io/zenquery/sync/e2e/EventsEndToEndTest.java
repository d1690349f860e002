package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.overlay.Collision;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.MutationRejectedException;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.DeltaAppliedEvent;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.MutationWithdrawnEvent;
import io.zenquery.sync.spring.event.RollbackEvent;
import io.zenquery.sync.spring.event.SequenceGapEvent;
import io.zenquery.sync.spring.event.StateChangedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import io.zenquery.sync.spring.event.ViewChangedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Each event, from a real server to an {@code @EventListener}. */
class EventsEndToEndTest {
    private static final AtomKey TASKS = AtomKey.of("tasks");
    private static BoardServer server;

    private BoardClient client;

    @BeforeAll
    static void startServer() {
        server = new BoardServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void emptyBoard() {
        server.sync()
                .change("board", draft -> draft.atom("tasks").replace("/items", List.of(Map.of("title", "first"))));
    }

    @AfterEach
    void stopClient() {
        if (client != null) {
            client.close();
        }
    }

    @Test
    void start_serverThere_tellsEachStateThenConnected() throws InterruptedException {
        client = new BoardClient(server.port());

        assertThat(client.await(SyncConnectionStateEvent.class))
                .isEqualTo(new SyncConnectionStateEvent("board", SessionState.OFFLINE, SessionState.CONNECTING, ""));
        assertThat(client.await(SyncConnectionStateEvent.class).to()).isEqualTo(SessionState.RESUMING);
        assertThat(client.await(SyncConnectionStateEvent.class).to()).isEqualTo(SessionState.LIVE);
        assertThat(client.await(SyncConnectedEvent.class).channel()).isEqualTo("board");
        assertThat(client.sync.view("tasks")).isEqualTo(board());
        assertThat(client.listeners.threads).containsOnly("zenquery-sync-events");
    }

    @Test
    void delta_ofSomebodyElse_tellsDeltaViewAndState() throws InterruptedException {
        client = BoardClient.live(server.port());
        long version = client.sync.snapshot().version();

        long serverSeq =
                server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "theirs"));

        Map<AtomKey, List<Patch>> patches =
                Map.of(TASKS, List.of(Patch.replace("/items/0/title", StringNode.valueOf("theirs"))));
        DeltaAppliedEvent event = client.await(DeltaAppliedEvent.class);
        assertThat(event).isEqualTo(new DeltaAppliedEvent("board", patches, null));
        assertThat(event.own()).isFalse();
        assertThat(client.await(ViewChangedEvent.class)).isEqualTo(new ViewChangedEvent("board", version + 1, patches));
        assertThat(client.await(StateChangedEvent.class)).isEqualTo(new StateChangedEvent("board", serverSeq, 0));
    }

    @Test
    void delta_ofAnOwnMutation_saysWhich() throws InterruptedException {
        client = BoardClient.live(server.port());
        client.add(""); // rejected: it takes a number and has no delta

        MutationReceipt receipt = client.add("mine");

        DeltaAppliedEvent own = client.await(DeltaAppliedEvent.class);
        assertThat(own.origin()).isEqualTo(receipt.clientSeq()).isEqualTo(2);
        assertThat(own.own()).isTrue();
        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "theirs"));
        assertThat(client.await(DeltaAppliedEvent.class).own()).isFalse();
    }

    @Test
    void mutation_accepted_tellsConfirmed() throws InterruptedException {
        client = BoardClient.live(server.port());

        MutationReceipt receipt = client.add("mine");

        assertThat(client.sync.view("tasks").path("items").size()).isEqualTo(2);
        MutationConfirmedEvent event = client.await(MutationConfirmedEvent.class);
        assertThat(event.clientSeq()).isEqualTo(receipt.clientSeq());
        assertThat(event.name()).isEqualTo("task.add");
        assertThat(event.serverSeq())
                .isEqualTo(server.sync().state("board").serverSeq())
                .isEqualTo(client.sync.confirmedServerSeq());
        assertThat(receipt.accepted().toCompletableFuture()).succeedsWithin(15, TimeUnit.SECONDS);
        assertThat(receipt.visible().toCompletableFuture()).succeedsWithin(15, TimeUnit.SECONDS);
        assertThat(client.sync.confirmed("tasks")).isEqualTo(board());
    }

    @Test
    void mutation_rejected_tellsRollbackAndRejected() throws InterruptedException {
        client = BoardClient.live(server.port());
        JsonNode before = client.sync.view("tasks");

        MutationReceipt receipt = client.add("");

        RollbackEvent rollback = client.await(RollbackEvent.class);
        assertThat(rollback.patches()).isEqualTo(Map.of(TASKS, List.of(Patch.remove("/items/1"))));
        MutationRejectedEvent event = client.await(MutationRejectedEvent.class);
        assertThat(event.clientSeq()).isEqualTo(receipt.clientSeq());
        assertThat(event.code()).isEqualTo("title-empty");
        assertThat(event.reason()).isEqualTo(Reason.PERMANENT);
        assertThat(event.message()).isEqualTo("a task needs a title");
        assertThat(client.sync.view("tasks")).isEqualTo(before);
        assertThat(receipt.accepted().toCompletableFuture())
                .failsWithin(15, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(MutationRejectedException.class);
    }

    @Test
    void conflict_serverWins_tellsWhatBecameOfTheEdit() throws InterruptedException {
        client = BoardClient.live(server.port(), "zenquery.sync.conflict.strategy=server-wins");
        MutationReceipt receipt = editOfflineWhileServerEditsToo();

        ConflictResolvedEvent event = client.await(ConflictResolvedEvent.class);

        assertThat(event.resolutions()).singleElement().satisfies(resolution -> {
            assertThat(resolution.decision()).isEqualTo(Decision.DROP);
            assertThat(resolution.collision().clientSeq()).isEqualTo(receipt.clientSeq());
            assertThat(resolution.collision().kind()).isEqualTo(Collision.Kind.SAME_PLACE);
        });
        client.await(MutationConfirmedEvent.class);
        assertThat(client.sync.view("tasks").at("/items/0/title").stringValue()).isEqualTo("theirs");
        assertThat(client.sync.view("tasks")).isEqualTo(board());
    }

    @Test
    void conflict_rebase_keepsTheEditOnTopAndTheServerTakesIt() throws InterruptedException {
        client = BoardClient.live(server.port());
        editOfflineWhileServerEditsToo();

        client.await(MutationConfirmedEvent.class);

        assertThat(client.sync.view("tasks").at("/items/0/title").stringValue()).isEqualTo("mine");
        assertThat(client.sync.view("tasks")).isEqualTo(board());
    }

    @Test
    void conflict_failOfUnsentMutation_tellsWithdrawn() throws InterruptedException {
        client = BoardClient.live(server.port(), "zenquery.sync.conflict.atoms.tasks=fail");
        MutationReceipt receipt = editOfflineWhileServerEditsToo();

        MutationWithdrawnEvent event = client.await(MutationWithdrawnEvent.class);

        assertThat(event.clientSeq()).isEqualTo(receipt.clientSeq());
        assertThat(event.reason()).contains("collided");
        assertThat(client.sync.view("tasks")).isEqualTo(board());
    }

    @Test
    void delta_lostOnTheWay_tellsGapAndHealsIt() throws InterruptedException {
        client = BoardClient.live(server.port());
        AtomicBoolean lost = new AtomicBoolean();
        client.network.loses = message -> message instanceof Delta && lost.compareAndSet(false, true);
        long before = client.sync.confirmedServerSeq();

        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "one"));
        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "two"));

        assertThat(client.await(SequenceGapEvent.class)).isEqualTo(new SequenceGapEvent("board", before, before + 2));
        client.await(StateChangedEvent.class, state -> state.confirmedServerSeq() == before + 2);
        assertThat(client.sync.view("tasks").at("/items/0/title").stringValue()).isEqualTo("two");
    }

    @Test
    void message_garbled_tellsProblemAndGoesOn() throws InterruptedException {
        client = BoardClient.live(server.port());
        AtomicBoolean garbled = new AtomicBoolean();
        client.network.garbles = message -> message instanceof Delta && garbled.compareAndSet(false, true);

        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "one"));
        long last = server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "two"));

        assertThat(client.await(SyncProblemEvent.class))
                .isEqualTo(new SyncProblemEvent("board", "malformed", "garbled on the way"));
        client.await(StateChangedEvent.class, state -> state.confirmedServerSeq() == last);
    }

    @Test
    void disconnect_onRequest_tellsDisconnectedAndKeepsWorking() throws InterruptedException {
        client = BoardClient.live(server.port());

        client.sync.disconnect();
        assertThat(client.await(SyncDisconnectedEvent.class).reason()).contains("on request");
        MutationReceipt receipt = client.add("made offline");
        assertThat(client.sync.view("tasks").path("items").size()).isEqualTo(2);
        assertThat(board().path("items").size()).isEqualTo(1);
        client.sync.connect();

        client.await(SyncConnectedEvent.class);
        assertThat(client.await(MutationConfirmedEvent.class).clientSeq()).isEqualTo(receipt.clientSeq());
        await().untilAsserted(() -> assertThat(board().path("items").size()).isEqualTo(2));
    }

    private MutationReceipt editOfflineWhileServerEditsToo() throws InterruptedException {
        client.sync.disconnect();
        client.await(SyncDisconnectedEvent.class);
        MutationReceipt receipt =
                client.sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", "mine"));
        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "theirs"));
        client.sync.connect();
        return receipt;
    }

    private static JsonNode board() {
        return server.sync().state("board").documents().get(TASKS);
    }
}
