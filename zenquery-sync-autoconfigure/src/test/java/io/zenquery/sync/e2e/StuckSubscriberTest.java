package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.test.proxy.Conditions.Passage;
import io.zenquery.sync.test.proxy.Direction;
import io.zenquery.sync.test.proxy.FaultyProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Subscribers that do not read, on real sockets: others do not wait for them, and they are cut. No heartbeats here, which would end their
 * connections too.
 */
class StuckSubscriberTest {
    private static final String NO_HEARTBEAT = "zenquery.sync.heartbeat=0";
    private static final String TEXT = "x".repeat(50_000);

    /** More than all buffers on the way together. */
    private static final int DELTAS = 600;

    private static final int BURST = 20;

    /** More than a pool of a usual size has threads. */
    private static final int DEAF = 80;

    private BoardServer server;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        server.close();
    }

    private <C extends AutoCloseable> C closing(C closeable) {
        open.add(0, closeable);
        return closeable;
    }

    private void serve(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("zenquery.sync.server.heartbeat=0");
        server = new BoardServer(0, all.toArray(String[]::new));
    }

    private void publish(int deltas) {
        for (int i = 0; i < deltas; i++) {
            String title = i + TEXT;
            server.sync().change("board", draft -> draft.atom("tasks").replace("/items/0/title", title));
        }
    }

    /** As fast as that client can follow. */
    private void publish(int deltas, BoardClient follower) {
        for (int i = 0; i < deltas; i += BURST) {
            publish(BURST);
            assertInStep(follower);
        }
    }

    private void assertInStep(BoardClient client) {
        await().atMost(30, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(client.sync.view("tasks")).isEqualTo(server.tasks()));
    }

    @Test
    void subscriber_thatStopsReading_isCutResumesAndConverges() throws InterruptedException {
        serve("zenquery.sync.server.send-time-limit=2s", "zenquery.sync.server.send-buffer-size=8MB");
        FaultyProxy proxy = closing(FaultyProxy.to(server.port()).start());
        BoardClient stuck = closing(BoardClient.live(proxy.port(), NO_HEARTBEAT));
        BoardClient other = closing(BoardClient.live(server.port(), NO_HEARTBEAT));
        proxy.change(Direction.TO_CLIENT, now -> now.withPassage(Passage.STALLED));

        publish(DELTAS, other);

        await().atMost(30, TimeUnit.SECONDS).until(() -> server.sessions() == 1);
        assertThat(other.listeners.heard).noneMatch(SyncDisconnectedEvent.class::isInstance);
        assertThat(stuck.sync.view("tasks")).isNotEqualTo(server.tasks());

        proxy.heal();
        stuck.await(SyncDisconnectedEvent.class);
        stuck.await(SyncConnectedEvent.class);
        assertInStep(stuck);
    }

    @Test
    void subscribers_whoDoNotReadByTheDozen_holdUpNobodyWhileTheyAreThere() throws InterruptedException, IOException {
        serve("zenquery.sync.server.send-time-limit=10m", "zenquery.sync.server.send-buffer-size=1GB");
        for (int i = 0; i < DEAF; i++) {
            closing(new DeafClient(server.port(), "board", "deaf-" + i));
        }
        BoardClient other = closing(BoardClient.live(server.port(), NO_HEARTBEAT));

        publish(100, other);

        assertThat(other.listeners.heard).noneMatch(SyncDisconnectedEvent.class::isInstance);
        assertThat(server.sessions()).isGreaterThan(64); // the threads that a pool of platform threads begins with
    }

    @Test
    void subscribers_whoDoNotRead_areCutWithinTheTimeLimitThoughNothingMoreComes() throws IOException {
        serve("zenquery.sync.server.send-time-limit=1s", "zenquery.sync.server.send-buffer-size=1GB");
        for (int i = 0; i < 3; i++) {
            closing(new DeafClient(server.port(), "board", "deaf-" + i));
        }

        publish(DELTAS);

        await().atMost(30, TimeUnit.SECONDS).until(() -> server.sessions() == 0);
    }
}
