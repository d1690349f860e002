package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.CHANNEL;
import static io.zenquery.sync.server.TestClient.LIST;
import static io.zenquery.sync.server.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final int THREADS = 4;
    private static final int CHANGES = 250;

    private final SyncServer server = TestServers.with("[]").build();
    private final List<Long> heard = Collections.synchronizedList(new ArrayList<>());

    private void append() {
        server.change(CHANNEL, draft -> draft.atom(LIST).add("/0", 1));
    }

    @Test
    void listener_changesFromManyThreads_hearsEachOnceInOrder() throws Exception {
        server.addListener((channel, delta) -> heard.add(delta.serverSeq()));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                work.add(threads.submit(() -> {
                    for (int i = 0; i < CHANGES; i++) {
                        append();
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(heard)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, THREADS * CHANGES).boxed().toList());
    }

    @Test
    void listener_fails_othersStillHear() {
        server.addListener((channel, delta) -> {
            throw new IllegalStateException("planted");
        });
        server.addListener((channel, delta) -> heard.add(delta.serverSeq()));

        append();
        append();

        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void listener_changesTheChannel_hearsThatNext() {
        server.addListener((channel, delta) -> {
            heard.add(delta.serverSeq());
            if (delta.serverSeq() < 3) {
                append();
            }
        });

        append();

        assertThat(heard).containsExactly(1L, 2L, 3L);
    }

    @Test
    void listener_anotherNodeAppended_hearsItWhenWoken() {
        DeltaLog log = new InMemoryDeltaLog("epoch", Map.of(LIST, json("[]")), 100);
        SyncServer node =
                TestServers.with("[]").logs((channel, epoch, initial) -> log).build();
        SyncServer other =
                TestServers.with("[]").logs((channel, epoch, initial) -> log).build();
        node.state(CHANNEL);
        node.addListener((channel, delta) -> heard.add(delta.serverSeq()));
        other.change(CHANNEL, draft -> draft.atom(LIST).add("/0", 1));
        other.change(CHANNEL, draft -> draft.atom(LIST).add("/0", 2));
        assertThat(heard).isEmpty();

        node.wake(CHANNEL);
        node.wake(CHANNEL);

        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void wake_ofAChannelThatNobodyUsed_opensNothing() {
        List<String> opened = new ArrayList<>();
        SyncServer node = TestServers.with("[]")
                .logs((channel, epoch, initial) -> {
                    opened.add(channel);
                    return new InMemoryDeltaLog(epoch, initial, 100);
                })
                .build();

        node.wake(CHANNEL);

        assertThat(opened).isEmpty();
    }

    @Test
    void listener_unsubscribed_hearsNoMore() {
        List<Delta> deltas = new ArrayList<>();
        Subscription subscription = server.addListener((channel, delta) -> deltas.add(delta));
        append();

        subscription.close();
        append();

        assertThat(deltas).hasSize(1);
    }
}
