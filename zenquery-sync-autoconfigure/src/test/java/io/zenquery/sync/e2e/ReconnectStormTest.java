package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.test.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** All connections of several clients break at once, again and again, while all of them write. */
class ReconnectStormTest {
    private static final int CLIENTS = 4;
    private static final int STORMS = 10;
    /** How many deltas are between two storms at least, so that each one meets work on its way. */
    private static final int DELTAS_BETWEEN = 12;
    /** How many of its writes a client has on the way at once. */
    private static final int WINDOW = 8;

    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void connections_resetTenTimesWhileAllWrite_nothingIsLostOrDoubled() throws Exception {
        List<BoardClient> clients = new ArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(CLIENTS);
        try (BoardServer server = new BoardServer();
                FaultyProxy proxy = FaultyProxy.to(server.port()).start()) {
            Writes writes = new Writes(server);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(BoardClient.live(proxy.port()));
            }
            List<Future<?>> written = new ArrayList<>();
            for (BoardClient client : clients) {
                String name = "client " + clients.indexOf(client);
                written.add(writers.submit(() -> write(writes, client, name)));
            }

            for (int storm = 0; storm < STORMS; storm++) {
                long before = server.sync().state("board").serverSeq();
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> server.sync().state("board").serverSeq() >= before + DELTAS_BETWEEN
                                && clients.stream().allMatch(client -> client.sync.state() == SessionState.LIVE));
                proxy.reset();
            }
            over.set(true);

            for (Future<?> each : written) {
                each.get(60, TimeUnit.SECONDS);
            }
            writes.assertExactlyOnce(clients.toArray(BoardClient[]::new));
            assertThat(proxy.accepted()).isGreaterThanOrEqualTo(CLIENTS * (STORMS + 1));
        } finally {
            over.set(true);
            writers.shutdownNow();
            clients.forEach(BoardClient::close);
        }
    }

    private Void write(Writes writes, BoardClient client, String name) throws Exception {
        Deque<MutationReceipt> open = new ArrayDeque<>();
        for (int i = 0; !over.get(); i++) {
            open.add(writes.add(client, name + " " + i, i % 2 == 0));
            if (open.size() == WINDOW) {
                open.remove().visible().toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
        }
        return null;
    }
}
