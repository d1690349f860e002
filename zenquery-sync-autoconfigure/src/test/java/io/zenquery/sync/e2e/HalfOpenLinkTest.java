package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.test.proxy.Conditions.Passage;
import io.zenquery.sync.test.proxy.Direction;
import io.zenquery.sync.test.proxy.FaultyProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Links on which nothing comes any more, and nobody says so. Only heartbeats notice: without them, an answer is waited for for 30
 * seconds, which is longer than these tests wait for anything.
 */
class HalfOpenLinkTest {
    private static final String[] HEARTBEAT = {"zenquery.sync.heartbeat=250ms", "zenquery.sync.server.heartbeat=250ms"};

    private BoardServer server;
    private FaultyProxy proxy;
    private BoardClient client;
    private Writes writes;

    @BeforeEach
    void connect() throws InterruptedException {
        server = new BoardServer(0, HEARTBEAT);
        writes = new Writes(server);
        proxy = FaultyProxy.to(server.port()).start();
        client = BoardClient.live(proxy.port(), HEARTBEAT[0], "zenquery.sync.connect-timeout=1s");
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void link_deadBothWays_isNoticedOnBothSidesByHeartbeats() throws InterruptedException {
        proxy.blackHole();
        writes.add(client, "in the dark", 10, 0);

        assertThat(client.await(SyncDisconnectedEvent.class).reason()).contains("inactivity");
        await().until(() -> server.sessions() == 0);

        proxy.heal();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void link_deadTowardsTheClient_isNoticedByTheClient() throws InterruptedException {
        proxy.change(Direction.TO_CLIENT, now -> now.withPassage(Passage.BLACK_HOLE));
        writes.add(client, "unanswered", 10, 0);

        assertThat(client.await(SyncDisconnectedEvent.class).reason()).contains("inactivity");

        proxy.heal();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void link_deadTowardsTheServer_isNoticedByTheServer() throws InterruptedException {
        proxy.change(Direction.TO_SERVER, now -> now.withPassage(Passage.BLACK_HOLE));
        writes.add(client, "unheard", 10, 0);

        // The client hears the server's heartbeats all the time, and then that the server has given up.
        assertThat(client.await(SyncDisconnectedEvent.class).reason()).doesNotContain("inactivity");

        proxy.heal();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void connect_intoABlackHole_isGivenUpAndTriedAgain() throws InterruptedException {
        proxy.blackHole();
        client.await(SyncDisconnectedEvent.class);

        int tried = proxy.accepted();
        await().until(() -> proxy.accepted() >= tried + 2);

        proxy.heal();
        client.await(SyncConnectedEvent.class);
        writes.add(client, "after it", 10, 0);
        writes.assertExactlyOnce(client);
    }
}
