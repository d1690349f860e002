package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.test.proxy.Direction;
import io.zenquery.sync.test.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Channels that share a WebSocket, on a link that breaks again and again, while they come and go. */
class SharedConnectionFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final List<String> NAMES = List.of("board", "c1", "c2", "c3", "c4", "c5");

    private final Map<String, List<String>> written = new HashMap<>();
    private final List<MutationReceipt> receipts = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void brokenLinks_andChannelsThatComeAndGo_loseAndRepeatNothing(long seed) {
        Random random = new Random(seed);
        try (BoardServer server = new BoardServer();
                FaultyProxy proxy = FaultyProxy.to(server.port()).seed(seed).start();
                BoardClient client = new BoardClient(proxy.port(), "zenquery.sync.channels=c1,c2,c3,c4,c5")) {
            List<SyncOperations> channels =
                    NAMES.stream().map(client.sync::channel).toList();
            awaitLive(channels);
            for (int round = 0; round < 15; round++) {
                for (SyncOperations channel : channels) {
                    write(channel, channel.channel() + "-" + round, random.nextInt(3) * 4_000);
                }
                disturb(random, proxy, channels);
                awaitDecided(receipts.get(random.nextInt(receipts.size())));
            }
            proxy.heal();
            channels.forEach(SyncOperations::connect);
            receipts.forEach(this::awaitDecided);

            awaitLive(channels);
            for (SyncOperations channel : channels) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(channel.view("tasks")).isEqualTo(document(server, channel)));
                assertThat(titles(document(server, channel)))
                        .containsExactlyInAnyOrderElementsOf(written.get(channel.channel()));
            }
        }
    }

    private static void disturb(Random random, FaultyProxy proxy, List<SyncOperations> channels) {
        SyncOperations one = channels.get(random.nextInt(channels.size()));
        Direction direction = Direction.values()[random.nextInt(2)];
        switch (random.nextInt(5)) {
            case 0 -> proxy.reset();
            case 1 -> proxy.resetAfter(direction, random.nextInt(20_000));
            case 2 -> {
                one.disconnect();
                one.connect();
            }
            case 3 -> {
                channels.forEach(SyncOperations::disconnect);
                channels.forEach(SyncOperations::connect);
            }
            default -> proxy.heal();
        }
    }

    private void write(SyncOperations channel, String title, int length) {
        String full = title + "x".repeat(length);
        Map<String, String> task = Map.of("title", full);
        written.computeIfAbsent(channel.channel(), name -> new ArrayList<>(List.of("A", "B")))
                .add(full);
        receipts.add(
                channel.mutate("task.add", task, draft -> draft.atom("tasks").add("/items/-", task)));
    }

    private void awaitDecided(MutationReceipt receipt) {
        assertThat(receipt.accepted().toCompletableFuture()).succeedsWithin(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void awaitLive(List<SyncOperations> channels) {
        await().atMost(PATIENCE)
                .until(() -> channels.stream().allMatch(channel -> channel.state() == SessionState.LIVE));
    }

    private static JsonNode document(BoardServer server, SyncOperations channel) {
        return server.sync().state(channel.channel()).documents().get(AtomKey.of("tasks"));
    }

    private static List<String> titles(JsonNode tasks) {
        List<String> titles = new ArrayList<>();
        tasks.path("items").forEach(item -> titles.add(item.path("title").stringValue()));
        return titles;
    }
}
