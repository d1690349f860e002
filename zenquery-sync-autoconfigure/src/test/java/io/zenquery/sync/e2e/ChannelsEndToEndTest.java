package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two channels of a real server in one application. */
class ChannelsEndToEndTest {

    @Test
    void channels_eachWritten_arriveEachInItsOwn_andEventsNameThem() throws InterruptedException {
        try (BoardServer server = new BoardServer();
                BoardClient client = BoardClient.live(server.port())) {
            SyncOperations orders = client.sync.channel("orders");
            client.await(SyncConnectedEvent.class, event -> event.channel().equals("orders"));

            add(orders, "an order");
            MutationConfirmedEvent confirmed = client.await(
                    MutationConfirmedEvent.class, event -> event.channel().equals("orders"));
            assertThat(confirmed.connection()).isEqualTo("default");
            add(client.sync, "a task");
            client.await(MutationConfirmedEvent.class, event -> event.channel().equals("board"));

            await().untilAsserted(() -> {
                assertThat(server.sync().state("orders").documents().get(AtomKey.of("tasks")))
                        .isEqualTo(orders.view("tasks"));
                assertThat(orders.view("tasks").at("/items/2/title").asString()).isEqualTo("an order");
                assertThat(client.sync.view("tasks").at("/items/2/title").asString())
                        .isEqualTo("a task");
            });
        }
    }

    private static void add(SyncOperations sync, String title) {
        sync.mutate(
                "task.add",
                Map.of("title", title),
                draft -> draft.atom("tasks").add("/items/-", Map.of("title", title)));
    }
}
