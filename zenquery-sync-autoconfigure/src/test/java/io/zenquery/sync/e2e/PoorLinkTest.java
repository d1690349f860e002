package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.test.proxy.Conditions;
import io.zenquery.sync.test.proxy.Direction;
import io.zenquery.sync.test.proxy.FaultyProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that are slow, cut everything in small pieces, pause, or close on one side. */
class PoorLinkTest {
    private static final Conditions PERFECT = Conditions.PERFECT;

    private BoardServer server;
    private FaultyProxy proxy;
    private Writes writes;

    @BeforeEach
    void start() {
        server = new BoardServer();
        writes = new Writes(server);
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void segments_ofOneByte_carryEverything() throws InterruptedException {
        assertTwoWritersConvergeOver(PERFECT.withSlices(1));
    }

    @Test
    void segments_ofRandomSizes_carryEverything() throws InterruptedException {
        assertTwoWritersConvergeOver(PERFECT.withSlices(300));
    }

    @Test
    void link_withLatencyAndNarrow_carriesEverything() throws InterruptedException {
        assertTwoWritersConvergeOver(PERFECT.withLatency(Duration.ofMillis(40)).withBytesPerSecond(30_000));
    }

    private void assertTwoWritersConvergeOver(Conditions conditions) throws InterruptedException {
        proxy = FaultyProxy.to(server.port()).seed(11).conditions(conditions).start();
        try (BoardClient one = BoardClient.live(proxy.port());
                BoardClient two = BoardClient.live(proxy.port())) {
            for (int round = 0; round < 20; round++) {
                writes.add(one, "one " + round, 1, 200);
                writes.add(two, "two " + round, 1, 200);
            }
            writes.assertExactlyOnce(one, two);
            assertThat(proxy.accepted()).isEqualTo(2);
        }
    }

    @Test
    void link_stalledForAWhile_goesOnWhereItWas() throws InterruptedException {
        proxy = FaultyProxy.to(server.port()).start();
        try (BoardClient client = BoardClient.live(proxy.port())) {
            proxy.stall();
            writes.add(client, "held", 10, 0);
            assertThat(client.sync.view("tasks").path("items")).hasSize(12);
            assertThat(server.tasks().path("items")).hasSize(2);

            proxy.heal();

            writes.assertExactlyOnce(client);
            assertThat(proxy.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void link_halfClosed_isMadeAnew(Direction direction) throws InterruptedException {
        proxy = FaultyProxy.to(server.port()).start();
        try (BoardClient client = BoardClient.live(proxy.port())) {
            proxy.halfClose(direction);
            writes.add(client, "half closed", 10, 0);

            client.await(SyncDisconnectedEvent.class);
            client.await(SyncConnectedEvent.class);

            writes.assertExactlyOnce(client);
        }
    }

    @Test
    void server_refusingForAWhile_isReachedWhenItTakesConnectionsAgain() throws InterruptedException {
        proxy = FaultyProxy.to(server.port()).start();
        try (BoardClient client = BoardClient.live(proxy.port())) {
            proxy.refuse(true);
            proxy.reset();
            client.await(SyncDisconnectedEvent.class);
            writes.add(client, "offline", 10, 0);

            proxy.refuse(false);

            client.await(SyncConnectedEvent.class);
            writes.assertExactlyOnce(client);
        }
    }
}
