package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/** Two real servers with a channel of the same name, in one application. */
class ConnectionsEndToEndTest {

    @Test
    void connections_eachWritten_arriveAtTheirServer_andEventsNameThem() throws InterruptedException {
        try (BoardServer first = new BoardServer();
                BoardServer second = new BoardServer();
                BoardClient client = new BoardClient(
                        first.port(),
                        "zenquery.sync.connections.other.url=ws://127.0.0.1:" + second.port() + "/zenquery",
                        "zenquery.sync.connections.other.channel=board")) {
            SyncTemplate other = BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                    client.context.getBeanFactory(), SyncTemplate.class, "other");
            client.await(SyncConnectedEvent.class);
            client.await(SyncConnectedEvent.class);

            add(other, "there");
            assertThat(client.await(MutationConfirmedEvent.class))
                    .extracting(MutationConfirmedEvent::connection, MutationConfirmedEvent::channel)
                    .containsExactly("other", "board");
            add(client.sync, "here");
            assertThat(client.await(MutationConfirmedEvent.class).connection()).isEqualTo("default");

            await().untilAsserted(() -> {
                assertThat(first.tasks().at("/items/2/title").asString()).isEqualTo("here");
                assertThat(second.tasks().at("/items/2/title").asString()).isEqualTo("there");
                assertThat(first.tasks().at("/items").size()).isEqualTo(3);
            });
        }
    }

    private static void add(SyncTemplate sync, String title) {
        sync.mutate(
                "task.add",
                Map.of("title", title),
                draft -> draft.atom("tasks").add("/items/-", Map.of("title", title)));
    }
}
