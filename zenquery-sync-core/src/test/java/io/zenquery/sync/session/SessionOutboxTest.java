package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.session.SessionState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a session knows again when its process has ended. A process ends here by making another session on the same store. */
class SessionOutboxTest {
    private final TestStore store = new TestStore();

    private FakeServer start() {
        return start(store);
    }

    private static FakeServer start(TestStore on) {
        return new FakeServer(FakeServer.builder().outbox(on));
    }

    @Test
    void restart_offline_showsTheLastConfirmedStateWithWhatIsPending() {
        FakeServer before = start().live(3, json("{l:['a']}"));
        before.submit("[{op:'add',path:'/l/1',value:'b'}]");
        before.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");
        before.submit("[{op:'add',path:'/l/3',value:'c'}]");

        FakeServer after = start();

        assertThat(after.view()).isEqualTo(json("{l:['x','a','b','c']}"));
        assertThat(after.session.state()).isEqualTo(SessionState.OFFLINE);
        assertThat(after.coordinator.pendingMutations()).hasSize(2);
    }

    @Test
    void restart_connect_resumesFromWhereItWasWithoutASnapshot() {
        start().live(3, json("{n:1}")).submit("[{op:'replace',path:'/n',value:2}]");

        FakeServer after = start();
        after.session.connect();
        after.connection.onOpen();

        assertThat(after.lastResume()).isEqualTo(new Resume("me", "e1", "s1", 3, 1L, 1L, 1));
        after.welcome("s1", "f2", 3, 0);
        assertThat(after.session.state()).isEqualTo(LIVE);
    }

    @Test
    void restart_betweenWelcomeAndSnapshot_asksForTheSnapshotAgain() {
        FakeServer before = start();
        before.session.connect();
        before.connection.onOpen();
        before.welcome("s1", "f1", 0, 0);
        before.advance(Duration.ofSeconds(1));

        FakeServer after = start();
        after.session.connect();
        after.connection.onOpen();

        assertThat(after.lastResume().serverEpoch()).isNull();
        after.welcome("s1", "f2", 1, 0).delta(1, "[{op:'replace',path:'/n',value:2}]");
        after.say(new Snapshot(0, "s1", Map.of(FakeServer.DOC, json("{n:1}")), List.of(), FakeServer.START));
        assertThat(after.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void restart_snapshotNeeded_logThatIsBehindIsNoticed() {
        FakeServer before = start().live(5, json("{n:5}"));
        before.delta(6, "[{op:'remove',path:'/nowhere'}]");
        before.advance(Duration.ofSeconds(1));

        FakeServer after = start();
        after.session.connect();
        after.connection.onOpen();
        after.welcome("s1", "f2", 2, 0);
        after.say(new Snapshot(2, "s1", Map.of(FakeServer.DOC, json("{n:2}")), List.of(), FakeServer.START));

        assertThat(after.view()).isEqualTo(json("{n:2}"));
        assertThat(after.session.state()).isEqualTo(LIVE);
    }

    /** Simulator, seed 1657: the process came back with the documents of delta 3, and said that they were those of number 0. */
    @Test
    void restart_betweenWelcomeOfAnotherLogAndItsSnapshot_numberAndDocumentsAreThoseOfTheLogBefore() {
        FakeServer before = start().live(1, json("{n:1}"));
        before.delta(2, "[{op:'replace',path:'/n',value:2}]").delta(3, "[{op:'replace',path:'/n',value:3}]");
        before.reconnect();
        before.welcome("s2", "f2", 1, 0);
        before.advance(Duration.ofSeconds(1));

        FakeServer after = start();
        assertThat(after.view()).isEqualTo(json("{n:3}"));
        assertThat(after.coordinator.confirmedServerSeq()).isEqualTo(3);
        after.session.connect();
        after.connection.onOpen();

        assertThat(after.lastResume().serverEpoch()).isNull();
        after.welcome("s2", "f3", 1, 0);
        after.say(new Snapshot(1, "s2", Map.of(FakeServer.DOC, json("{n:7}")), List.of(), FakeServer.START));
        assertThat(after.view()).isEqualTo(json("{n:7}"));
        assertThat(after.coordinator.confirmedServerSeq()).isEqualTo(1);
        assertThat(after.session.state()).isEqualTo(LIVE);
    }

    @Test
    void restart_batchInFlight_isSentAgainAsItWas() {
        FakeServer before = start().live(3, json("{l:['a']}"));
        before.submit("[{op:'remove',path:'/l/0'}]");
        before.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");
        before.submit("[{op:'add',path:'/l/1',value:'later'}]");

        FakeServer after = start();
        after.session.connect();
        after.connection.onOpen();
        after.welcome("s1", "f2", 4, 0);
        after.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");

        assertThat(after.batches()).containsExactly(before.lastBatch().withFence("f2"));
        after.own(5, 1);
        assertThat(after.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(after.lastBatch().prevClientSeq()).isEqualTo(1);
    }

    @Test
    void restart_verdictWasNotHeard_comesWithWelcome() {
        start().live(3, json("{n:1}")).submit("[{op:'replace',path:'/n',value:2}]");

        FakeServer after = start();
        after.session.connect();
        after.connection.onOpen();
        after.welcome("s1", "f2", 3, 1, new Rejection(1, 3, "no", Reason.PERMANENT, "said no"));

        assertThat(after.view()).isEqualTo(json("{n:1}"));
        assertThat(after.batches()).isEmpty();
        assertThat(after.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(1L, "no"));
    }

    @Test
    void restart_numbersGoOnAboveThoseUsed() {
        FakeServer before = start().live(3, json("{n:1}"));
        before.submit("[{op:'replace',path:'/n',value:2}]");
        before.own(4, 1);
        before.session.disconnect();

        FakeServer after = start();

        assertThat(after.coordinator.pendingMutations()).isEmpty();
        assertThat(after.submit("[{op:'replace',path:'/n',value:3}]").clientSeq())
                .isEqualTo(2);
    }

    @Test
    void restart_failedMutations_areStillListedAndCanBeRetriedOrDiscarded() {
        FakeServer before = start().live(3, json("{n:1}"));
        before.submit("task.rename", "[{op:'replace',path:'/n',value:2}]");
        before.say(new Rejection(1, 3, "busy", Reason.PERMANENT, "try again"));
        before.submit("[{op:'replace',path:'/n',value:3}]");
        before.say(new Rejection(2, 3, "no", Reason.PERMANENT, "said no"));
        before.session.disconnect();

        FakeServer after = start();
        assertThat(after.session.failed()).extracting(FailedMutation::clientSeq).containsExactly(1L, 2L);
        assertThat(after.session.failed().get(0).name()).isEqualTo("task.rename");
        after.session.retry(1);
        assertThat(after.session.discard(2)).isTrue();
        assertThat(after.session.discard(2)).isFalse();

        FakeServer again = start();
        assertThat(again.session.failed()).isEmpty();
        assertThat(again.view()).isEqualTo(json("{n:2}"));
        assertThat(again.coordinator.pendingMutations())
                .extracting(each -> each.clientSeq())
                .containsExactly(3L);
    }

    @Test
    void submit_storeIsFull_isRefusedAndLeavesTheViewAgain() {
        FakeServer server = start().live(3, json("{n:1}"));
        store.full = true;

        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> server.submit("[{op:'replace',path:'/n',value:2}]"));

        assertThat(server.view()).isEqualTo(json("{n:1}"));
        assertThat(server.batches()).isEmpty();
        assertThat(server.session.failed()).as("the caller was told").isEmpty();
        store.full = false;
        server.submit("[{op:'replace',path:'/n',value:3}]");
        assertThat(start().view()).isEqualTo(json("{n:3}"));
    }

    @Test
    void retry_storeIsFull_keepsTheFailedMutation() {
        FakeServer server = start().live(3, json("{n:1}"));
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
        assertThat(start().session.failed())
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
        assertThat(start().session.failed())
                .extracting(FailedMutation::clientSeq)
                .containsExactly(2L);
    }

    @Test
    void batch_storeIsFull_isNotSentBeforeItIsStored() {
        FakeServer server = start().live(3, json("{n:1}"));
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
        assertThat(start().lastInFlight()).isEqualTo(server.lastBatch());
    }

    @Test
    void welcome_serverHasDecidedMoreThanWasSent_theStoreIsAnEarlierCopy() {
        FakeServer before = start().live(3, json("{n:1}"));
        before.session.disconnect();
        before.submit("[{op:'replace',path:'/n',value:2}]");
        TestStore backup = store.copy();
        before.submit("[{op:'add',path:'/m',value:1}]");

        FakeServer restored = new FakeServer(FakeServer.builder().outbox(backup));
        restored.submit("[{op:'add',path:'/k',value:1}]");
        restored.session.connect();
        restored.connection.onOpen();
        restored.welcome("s1", "f3", 4, 1, new Ack(1, 4, 4L));

        assertThat(restored.told).contains("problem restored-client-store");
        assertThat(restored.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(1L, "outcome-unknown"));
        assertThat(restored.lastResume().clientEpoch())
                .as("until it has caught up")
                .isEqualTo("e1");
        restored.delta(4, "[{op:'replace',path:'/n',value:2}]");
        assertThat(restored.lastResume().clientEpoch()).isNotEqualTo("e1");
        restored.welcome("s1", "f4", 4, 0);
        assertThat(restored.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        assertThat(restored.lastBatch().prevClientSeq()).isZero();
        assertThat(restored.view()).isEqualTo(json("{n:2,k:1}"));
    }

    /** Simulator, seed 1499: a mutation with a verdict, when its delta was lost with the log, was neither in flight nor to be sent. */
    @Test
    void welcome_ofAnotherLog_sendsAgainWhatWasDecidedUnderAnEarlierEpoch() {
        FakeServer before = start().live(3, json("{n:1}"));
        before.submit("[{op:'replace',path:'/n',value:2}]");
        FakeServer restored = start();
        restored.session.connect();
        restored.connection.onOpen();
        restored.welcome("s1", "f3", 5, 2, new Ack(1, 4, 4L), new Ack(2, 5, 5L));

        restored.reconnect();
        restored.welcome("s2", "f4", 3, 0);
        restored.say(new Snapshot(3, "s2", Map.of(FakeServer.DOC, json("{n:1}")), List.of(), FakeServer.START));

        assertThat(restored.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        assertThat(restored.lastBatch().fence()).isEqualTo("f4");
        assertThat(restored.view()).isEqualTo(json("{n:2}"));
    }

    /** Simulator, seed 1463: what the first restored process had sent under its new epoch, the second sent under a third one. */
    @Test
    void welcome_storePutBackTwiceToTheSameCopy_goesOnUnderTheSameEpoch() {
        FakeServer before = start().live(3, json("{n:1}"));
        before.session.disconnect();
        before.submit("[{op:'replace',path:'/n',value:2}]");
        before.submit("[{op:'add',path:'/m',value:1}]");
        TestStore backup = store.copy();
        FakeServer first = new FakeServer(FakeServer.builder().outbox(backup.copy()));
        first.session.connect();
        first.connection.onOpen();
        first.welcome("s1", "f3", 4, 1).delta(4, "[{op:'replace',path:'/n',value:2}]");
        String epoch = first.lastResume().clientEpoch();
        first.welcome("s1", "f4", 4, 0);
        assertThat(first.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);

        FakeServer second = new FakeServer(FakeServer.builder().outbox(backup));
        second.session.connect();
        second.connection.onOpen();
        second.welcome("s1", "f5", 5, 1)
                .delta(4, "[{op:'replace',path:'/n',value:2}]")
                .delta(5, "[{op:'add',path:'/m',value:1}]");
        assertThat(second.lastResume().clientEpoch()).isEqualTo(epoch);
        second.welcome("s1", "f6", 5, 2);

        assertThat(second.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(1L, "outcome-unknown"), tuple(2L, "outcome-unknown"));
        assertThat(second.lastResume().clientEpoch()).isNotIn("e1", epoch);
        assertThat(second.batches()).isEmpty();
    }

    @Test
    void build_outboxOfAnotherClient_isRefused() {
        start().live(3, json("{n:1}"));

        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> new FakeServer(FakeServer.builder().outbox(store), "somebody-else"))
                .withMessageContaining("\"somebody-else\"")
                .withMessageContaining("\"me\"");
    }

    @Test
    void deltas_areWrittenAfterAWhile_andTheLogIsReplacedWhenItGrows() {
        FakeServer server = start().live(3, json("{t:''}"));
        for (int number = 4; number < 40; number++) {
            server.delta(number, "[{op:'replace',path:'/t',value:'" + "x".repeat(100_000) + "'}]");
            server.advance(Duration.ofSeconds(1));
        }

        assertThat(store.size()).isLessThan(20);
        assertThat(start().coordinator.confirmedServerSeq()).isEqualTo(39);
    }
}
