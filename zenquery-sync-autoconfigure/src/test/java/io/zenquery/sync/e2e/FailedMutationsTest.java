package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationFailedEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application has of failed mutations and of temporary ids. */
class FailedMutationsTest {
    private final BoardServer server = new BoardServer();
    private BoardClient client;

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private MutationReceipt add(Map<String, String> task, String... creates) {
        return client.sync.mutate(
                "task.add", task, Set.of(creates), draft -> draft.atom("tasks").add("/items/-", task));
    }

    @Test
    void rejected_isToldListedRetriedAndDiscarded() throws InterruptedException {
        client = BoardClient.live(server.port());
        long first = add(Map.of("title", "")).clientSeq();

        FailedMutation failed = client.await(MutationFailedEvent.class).failed();
        assertThat(failed.clientSeq()).isEqualTo(first);
        assertThat(failed.name()).isEqualTo("task.add");
        assertThat(failed.code()).isEqualTo("title-empty");
        assertThat(client.sync.failed()).containsExactly(failed);

        long second = client.sync.retry(first).clientSeq();
        assertThat(client.await(MutationFailedEvent.class).failed().clientSeq()).isEqualTo(second);
        assertThat(client.sync.failed()).extracting(FailedMutation::clientSeq).containsExactly(second);

        assertThat(client.sync.discard(second)).isTrue();
        assertThat(client.sync.failed()).isEmpty();
    }

    @Test
    void temporaryIds_laterEditsWithThem_meanTheFinalOnes() throws InterruptedException {
        client = BoardClient.live(server.port());
        client.sync.disconnect();
        add(Map.of("id", "tmp-1", "title", "new"), "tmp-1");
        client.sync.mutate(draft -> draft.atom("tasks").add("/last", "tmp-1"));

        client.sync.connect();
        client.await(MutationConfirmedEvent.class);
        client.await(MutationConfirmedEvent.class);

        assertThat(client.sync.view("tasks").path("last").stringValue()).isEqualTo("task-tmp-1");
        await().atMost(15, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(client.sync.view("tasks")).isEqualTo(server.tasks()));
        assertThat(server.tasks().path("items").get(2).path("id").stringValue()).isEqualTo("task-tmp-1");
    }
}
