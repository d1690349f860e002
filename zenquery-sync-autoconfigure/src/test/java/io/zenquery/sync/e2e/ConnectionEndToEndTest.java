package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.test.proxy.FaultyProxy;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the connection may do to a client: be missing, break, come back. */
class ConnectionEndToEndTest {
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    @Test
    void start_serverUnreachable_startsAndConnectsWhenItComes() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        BoardClient client = closing(new BoardClient(port));
        assertThat(client.context.isActive()).isTrue();
        assertThat(client.await(SyncConnectionStateEvent.class).to()).isEqualTo(SessionState.CONNECTING);
        MutationReceipt receipt =
                client.sync.mutate(draft -> draft.atom("notes").add("", List.of("early")));

        BoardServer server = closing(new BoardServer(port));

        client.await(SyncConnectedEvent.class);
        assertThat(receipt.visible().toCompletableFuture()).succeedsWithin(15, TimeUnit.SECONDS);
        assertThat(server.sync().state("board").documents()).containsKey(AtomKey.of("notes"));
    }

    @Test
    void connection_cut_comesBackAndNothingIsLostOrDoubled() throws Exception {
        BoardServer server = closing(new BoardServer());
        FaultyProxy proxy = closing(FaultyProxy.to(server.port()).start());
        BoardClient client = closing(BoardClient.live(proxy.port()));
        List<MutationReceipt> receipts = new ArrayList<>();

        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20; i++) {
                Map<String, String> task = Map.of("title", round + "-" + i);
                receipts.add(client.sync.mutate(
                        "task.add", task, draft -> draft.atom("tasks").add("/items/-", task)));
            }
            proxy.reset();
            client.await(SyncDisconnectedEvent.class);
            client.await(SyncConnectedEvent.class);
        }

        for (MutationReceipt receipt : receipts) {
            assertThat(receipt.visible().toCompletableFuture()).succeedsWithin(15, TimeUnit.SECONDS);
        }
        assertThat(client.sync.view("tasks"))
                .isEqualTo(server.sync().state("board").documents().get(AtomKey.of("tasks")));
        assertThat(client.sync.view("tasks").path("items").size()).isEqualTo(102);
        List<Verdict> verdicts =
                server.sync().verdicts("board").values().iterator().next();
        assertThat(verdicts)
                .extracting(Verdict::clientSeq)
                .doesNotHaveDuplicates()
                .hasSize(100);
    }

    @Test
    void server_restartedWithAnotherLog_stateIsFetchedAnew() throws Exception {
        BoardServer first = new BoardServer();
        int port = first.port();
        BoardClient client = closing(BoardClient.live(port));
        client.sync
                .mutate(draft -> draft.atom("tasks").add("/items/-", Map.of("title", "lost with the log")))
                .visible()
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);

        first.close();
        client.await(SyncDisconnectedEvent.class);
        BoardServer second = closing(new BoardServer(port));

        client.await(SyncConnectedEvent.class);
        assertThat(client.sync.view("tasks"))
                .isEqualTo(second.sync().state("board").documents().get(AtomKey.of("tasks")));
        assertThat(client.sync.view("tasks").path("items").size()).isEqualTo(2);
    }

    @Test
    void context_stoppedAndStarted_goesOfflineAndComesBack() throws Exception {
        BoardServer server = closing(new BoardServer());
        BoardClient client = closing(BoardClient.live(server.port()));

        client.context.stop();
        assertThat(client.sync.state()).isEqualTo(SessionState.OFFLINE);
        client.await(SyncDisconnectedEvent.class);
        client.context.start();

        client.await(SyncConnectedEvent.class);
        assertThat(client.sync.state()).isEqualTo(SessionState.LIVE);
    }

    @Test
    void context_closed_leavesNoThreads() throws Exception {
        BoardServer server = closing(new BoardServer());
        BoardClient client = BoardClient.live(server.port());

        client.close();

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(Thread::isAlive)
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("zenquery-sync-session")
                        || name.startsWith("zenquery-sync-events")
                        || name.startsWith("zenquery-sync-timer")));
        assertThat(client.listeners.heard).last().isInstanceOf(SyncDisconnectedEvent.class);
    }

    @Test
    void clients_two_seeEachOthersWrites() throws Exception {
        BoardServer server = closing(new BoardServer());
        BoardClient one = closing(BoardClient.live(server.port()));
        BoardClient two = closing(BoardClient.live(server.port()));

        for (int i = 0; i < 20; i++) {
            Map<String, String> ones = Map.of("title", "one " + i);
            Map<String, String> twos = Map.of("title", "two " + i);
            one.sync.mutate(draft -> draft.atom("tasks").add("/items/0", ones));
            two.sync.mutate(draft -> draft.atom("tasks").add("/items/0", twos));
        }

        await().untilAsserted(() -> {
            assertThat(one.sync.pending()).isEmpty();
            assertThat(two.sync.pending()).isEmpty();
            assertThat(server.sync()
                            .state("board")
                            .documents()
                            .get(AtomKey.of("tasks"))
                            .path("items")
                            .size())
                    .isEqualTo(42);
            assertThat(one.sync.view("tasks"))
                    .isEqualTo(two.sync.view("tasks"))
                    .isEqualTo(server.sync().state("board").documents().get(AtomKey.of("tasks")));
        });
    }

    private <C extends AutoCloseable> C closing(C resource) {
        toClose.add(resource);
        return resource;
    }
}
