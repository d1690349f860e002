package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.session.MutationReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/** What was written to one board, each with a title of its own, and what must have become of it in the end. */
final class Writes {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final BoardServer server;
    private final Queue<String> titles = new ConcurrentLinkedQueue<>();
    private final Queue<MutationReceipt> receipts = new ConcurrentLinkedQueue<>();
    private final Queue<Long> deltas = new ConcurrentLinkedQueue<>();

    Writes(BoardServer server) {
        this.server = server;
        server.tasks()
                .path("items")
                .forEach(item -> titles.add(item.path("title").stringValue()));
        server.sync().addListener((String channel, Delta delta) -> deltas.add(delta.serverSeq()));
    }

    /** Adds a task at the end, by the server's handler, or at the beginning, by its default one. */
    MutationReceipt add(BoardClient client, String title, boolean named) {
        Map<String, String> task = Map.of("title", title);
        titles.add(title);
        MutationReceipt receipt = named
                ? client.sync.mutate(
                        "task.add", task, draft -> draft.atom("tasks").add("/items/-", task))
                : client.sync.mutate(draft -> draft.atom("tasks").add("/items/0", task));
        receipts.add(receipt);
        return receipt;
    }

    /** Adds that many tasks, with titles of that length, of each kind by turns. */
    void add(BoardClient client, String prefix, int count, int length) {
        for (int i = 0; i < count; i++) {
            String name = prefix + "-" + i + "-";
            add(client, name + "x".repeat(Math.max(0, length - name.length())), i % 2 == 0);
        }
    }

    /** Everything arrived once, was decided once and told once, and all see the same. */
    void assertExactlyOnce(BoardClient... clients) {
        for (MutationReceipt receipt : receipts) {
            assertThat(receipt.accepted().toCompletableFuture())
                    .succeedsWithin(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(receipt.visible().toCompletableFuture())
                    .succeedsWithin(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
        assertThat(titles(server.tasks())).containsExactlyInAnyOrderElementsOf(titles);
        long head = server.sync().state("board").serverSeq();
        // Clients and their listeners, and those of the server, are told beside each other.
        await().untilAsserted(() -> assertThat(deltas)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, head).boxed().toList()));
        server.sync()
                .verdicts("board")
                .forEach((client, verdicts) -> assertThat(verdicts)
                        .as("verdicts of %s", client)
                        .extracting(Verdict::clientSeq)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, verdicts.size())
                                .boxed()
                                .toList()));
        await().untilAsserted(() -> assertThat(Arrays.stream(clients)
                        .mapToInt(client -> client.listeners.confirmed.size())
                        .sum())
                .isEqualTo(receipts.size()));
        for (BoardClient client : clients) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(client.sync.confirmedServerSeq()).isEqualTo(head);
                assertThat(client.sync.pending()).isEmpty();
            });
            assertThat(client.sync.view("tasks")).isEqualTo(server.tasks());
            assertThat(client.listeners.confirmed)
                    .extracting(event -> event.mutation().clientSeq())
                    .doesNotHaveDuplicates();
        }
    }

    private static List<String> titles(JsonNode tasks) {
        List<String> titles = new ArrayList<>();
        tasks.path("items").forEach(item -> titles.add(item.path("title").stringValue()));
        return titles;
    }
}
