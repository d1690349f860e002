package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.test.proxy.Direction;
import io.zenquery.sync.test.proxy.FaultyProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection dies in the middle of a batch, or of the answer to it. */
class BrokenBatchTest {
    /** As many as go into one batch: some 400 bytes each. */
    private static final int MUTATIONS = 12;

    private static final int TITLE = 150;
    /** A third of that batch, and less than a third of its verdicts and deltas. */
    private static final int SOME = 1_200;

    private BoardServer server;
    private FaultyProxy proxy;
    private BoardClient client;
    private Writes writes;
    private long handshakeUp;
    private long handshakeDown;

    /** Connects once, to see how long the handshakes are, and leaves the client offline with a batch to send. */
    @BeforeEach
    void prepare() throws InterruptedException {
        server = new BoardServer(0, "zenquery.sync.server.heartbeat=250ms");
        writes = new Writes(server);
        proxy = FaultyProxy.to(server.port()).seed(1).start();
        client = BoardClient.live(proxy.port(), "zenquery.sync.heartbeat=250ms");
        handshakeUp = proxy.delivered(Direction.TO_SERVER);
        handshakeDown = proxy.delivered(Direction.TO_CLIENT);
        client.sync.disconnect();
        client.await(SyncDisconnectedEvent.class);
        await().until(() -> proxy.connections() == 0);
        writes.add(client, "task", MUTATIONS, TITLE);
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void batch_partlySwallowed_isDecidedOnceAfterHealing() throws InterruptedException {
        long end = proxy.delivered(Direction.TO_SERVER) + handshakeUp + SOME;
        proxy.blackHoleAfter(Direction.TO_SERVER, handshakeUp + SOME);
        client.sync.connect();

        await().until(() -> proxy.delivered(Direction.TO_SERVER) == end);
        awaitLoss();
        assertThat(server.sync().state("board").serverSeq()).isZero();
        assertThat(client.sync.pending()).hasSize(MUTATIONS);

        writes.add(client, "meanwhile", 5, 0);
        proxy.heal();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void answer_partlySwallowed_isGivenAgainAfterHealing() throws InterruptedException {
        long end = proxy.delivered(Direction.TO_CLIENT) + handshakeDown + SOME;
        proxy.blackHoleAfter(Direction.TO_CLIENT, handshakeDown + SOME);
        client.sync.connect();

        await().until(() -> proxy.delivered(Direction.TO_CLIENT) == end);
        awaitLoss();
        assertThat(server.sync().state("board").serverSeq()).isEqualTo(MUTATIONS);
        assertThat(client.sync.pending()).isNotEmpty();

        writes.add(client, "meanwhile", 5, 0);
        proxy.heal();
        client.await(SyncConnectedEvent.class);
        writes.assertExactlyOnce(client);
    }

    @Test
    void batch_resetInTheMiddle_isDecidedOnceOnTheNextConnection() throws InterruptedException {
        proxy.resetAfter(Direction.TO_SERVER, handshakeUp + SOME);

        client.sync.connect();
        awaitLoss();

        writes.assertExactlyOnce(client);
    }

    @Test
    void answer_resetInTheMiddle_isGivenAgainOnTheNextConnection() throws InterruptedException {
        proxy.resetAfter(Direction.TO_CLIENT, handshakeDown + SOME);

        client.sync.connect();
        awaitLoss();

        writes.assertExactlyOnce(client);
    }

    /** Whether the client was live before it depends on when the answer to resume came. */
    private void awaitLoss() throws InterruptedException {
        client.await(
                SyncConnectionStateEvent.class,
                event -> event.to() == SessionState.CONNECTING && event.from() != SessionState.OFFLINE);
    }
}
