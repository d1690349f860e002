package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a session writes to its store, and what it does when it can't. */
class SessionOutboxTest {
    private final TestStore store = new TestStore();

    @Test
    void submit_storeIsFull_isRefusedAndLeavesTheViewAgain() {
        FakeServer server = store.start().live(3, json("{n:1}"));
        store.full = true;

        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> server.submit("[{op:'replace',path:'/n',value:2}]"));

        assertThat(server.view()).isEqualTo(json("{n:1}"));
        assertThat(server.batches()).isEmpty();
        assertThat(server.session.failed()).as("the caller was told").isEmpty();
        store.full = false;
        server.submit("[{op:'replace',path:'/n',value:3}]");
        assertThat(store.start().view()).isEqualTo(json("{n:3}"));
    }

    @Test
    void retry_storeIsFull_keepsTheFailedMutation() {
        FakeServer server = store.start().live(3, json("{n:1}"));
        server.submit("[{op:'replace',path:'/n',value:2}]");
        server.say(new Rejection(1, 3, "busy", Reason.PERMANENT, "try again"));
        store.full = true;

        assertThatExceptionOfType(OutboxException.class).isThrownBy(() -> server.session.retry(1));

        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq)
                .containsExactly(1L);
        assertThat(server.view()).isEqualTo(json("{n:1}"));
        store.full = false;
        server.advance(Duration.ofSeconds(1));
        assertThat(store.start().session.failed())
                .extracting(FailedMutation::clientSeq)
                .containsExactly(1L);
    }

    @Test
    void build_coordinatorWithoutAStateLayer_isRefused() {
        SessionBuilder session = FakeServer.builder()
                .outbox(store)
                .coordinator(new CoordinatorBuilder().build())
                .transport(new FakeServer())
                .scheduler(new FakeServer())
                .clock(() -> FakeServer.START)
                .random(new Random(1))
                .ids(() -> "id");

        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(session::build)
                .withMessageContaining("expected a coordinator with a state layer");
    }

    @Test
    void failures_tooMany_theOldestGoesAndIsTold() {
        FakeServer server = new FakeServer(FakeServer.builder().outbox(store).maxFailed(1)).live(3, json("{n:1}"));
        for (int number = 1; number <= 2; number++) {
            server.submit("[{op:'replace',path:'/n',value:2}]");
            server.say(new Rejection(number, 3, "no", Reason.PERMANENT, "said no"));
        }

        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq)
                .containsExactly(2L);
        assertThat(server.told).contains("problem failed-mutations-full");
        server.advance(Duration.ofSeconds(1));
        assertThat(store.start().session.failed())
                .extracting(FailedMutation::clientSeq)
                .containsExactly(2L);
    }

    @Test
    void batch_storeIsFull_isNotSentBeforeItIsStored() {
        FakeServer server = store.start().live(3, json("{n:1}"));
        server.session.disconnect();
        server.submit("[{op:'replace',path:'/n',value:2}]");
        store.full = true;
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);
        assertThat(server.batches()).isEmpty();
        assertThat(server.told).contains("problem outbox-failed");

        store.full = false;
        server.advance(Duration.ofMinutes(1));

        assertThat(server.batches()).hasSize(1);
        assertThat(store.start().lastInFlight()).isEqualTo(server.lastBatch());
    }

    @Test
    void deltas_areWrittenAfterAWhile_andTheLogIsReplacedWhenItGrows() {
        FakeServer server = store.start().live(3, json("{t:''}"));
        for (int number = 4; number < 40; number++) {
            server.delta(number, "[{op:'replace',path:'/t',value:'" + "x".repeat(100_000) + "'}]");
            server.advance(Duration.ofSeconds(1));
        }

        assertThat(store.size()).isLessThan(20);
        assertThat(store.start().coordinator.confirmedServerSeq()).isEqualTo(39);
    }
}
