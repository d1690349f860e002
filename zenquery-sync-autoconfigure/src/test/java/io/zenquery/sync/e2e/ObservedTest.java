package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of a real server and a real client. */
class ObservedTest {
    private BoardServer server;
    private BoardClient client;

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        server.close();
    }

    private void start(String... properties) throws InterruptedException {
        server = new BoardServer(0, properties);
        client = BoardClient.live(server.port());
    }

    /** One mutation accepted, one rejected, a conflict, and a batch that is none. */
    static void doSomething(BoardServer server, BoardClient client) throws InterruptedException {
        client.add("new");
        client.await(MutationConfirmedEvent.class);
        client.add("");
        client.await(MutationRejectedEvent.class);
        client.sync.disconnect();
        await().until(() -> client.sync.state() == SessionState.OFFLINE);
        client.sync.mutate(draft -> draft.atom("tasks").replace("/items/0/title", "mine"));
        server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", "theirs"));
        client.sync.connect();
        client.await(ConflictResolvedEvent.class);
        client.await(MutationConfirmedEvent.class);
        server.sync().submit("board", new MutationBatch("no fence", 0, 0, List.of()), null);
    }

    private static double count(MeterRegistry registry, String name, String... tags) {
        return registry.get("zenquery.sync." + name)
                .tags(tags)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void meters_ofBothSides_countWhatHappened() throws Exception {
        start("zenquery.sync.server.metrics.max-channels=1");
        doSomething(server, client);
        server.sync().change("other", draft -> draft.atom("tasks").replace("/items/0/title", "x"));

        // What is counted is counted after it has been told.
        await().ignoreExceptions().untilAsserted(this::assertCounted);
    }

    private void assertCounted() {
        MeterRegistry served = server.bean(MeterRegistry.class);
        assertThat(count(served, "server.decisions", "channel", "board", "outcome", "accepted"))
                .isEqualTo(2);
        assertThat(count(served, "server.decisions", "channel", "board", "outcome", "rejected"))
                .isEqualTo(1);
        assertThat(count(served, "server.commits", "channel", "board")).isEqualTo(4);
        assertThat(count(served, "server.commits", "channel", "(other)")).isEqualTo(1);
        assertThat(count(served, "server.problems", "channel", "board", "code", "stale-fence"))
                .isEqualTo(1);
        assertThat(count(served, "server.handler", "handler", "task.add", "outcome", "accepted"))
                .isEqualTo(1);
        assertThat(count(served, "server.handler", "handler", "task.add", "outcome", "rejected"))
                .isEqualTo(1);
        assertThat(count(served, "server.subscribers", "channel", "board")).isEqualTo(1);
        assertThat(count(served, "server.deliveries", "channel", "board")).isGreaterThanOrEqualTo(2);

        MeterRegistry own = client.context.getBean(MeterRegistry.class);
        assertThat(count(own, "client.ack", "channel", "board")).isEqualTo(3);
        assertThat(count(own, "client.deltas")).isEqualTo(4);
        assertThat(count(own, "client.rollbacks")).isEqualTo(1);
        assertThat(count(own, "client.reconnects")).isEqualTo(1);
        assertThat(count(own, "client.conflicts", "strategy", "rebase", "outcome", "keep"))
                .isEqualTo(1);
        assertThat(count(own, "client.failed")).isEqualTo(1);
        assertThat(count(own, "client.connected")).isEqualTo(1);
    }

    @Test
    void meters_slowConsumers_areCountedOncePerConnection() throws Exception {
        server = new BoardServer(
                0,
                "zenquery.sync.server.send-time-limit=1s",
                "zenquery.sync.server.send-buffer-size=1GB",
                "zenquery.sync.server.heartbeat=0");
        String text = "x".repeat(50_000);
        try (DeafClient one = new DeafClient(server.port(), "board", "deaf-1");
                DeafClient two = new DeafClient(server.port(), "board", "deaf-2")) {
            for (int i = 0; i < 600; i++) {
                String title = i + text;
                server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", title));
            }
            await().atMost(30, TimeUnit.SECONDS).until(() -> server.sessions() == 0);
        }

        MeterRegistry registry = server.bean(MeterRegistry.class);
        await().atMost(15, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(count(registry, "server.slow.consumers")).isEqualTo(2));
        await().atMost(15, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(count(registry, "server.connections")).isZero());
    }

    @Test
    void client_thatGoesAwayByItself_isNoSlowConsumer() throws Exception {
        start();
        client.sync.disconnect();
        await().atMost(15, TimeUnit.SECONDS).until(() -> server.sessions() == 0);
        client.sync.connect();
        client.await(SyncConnectedEvent.class);

        assertThat(count(server.bean(MeterRegistry.class), "server.slow.consumers"))
                .isZero();
    }
}
