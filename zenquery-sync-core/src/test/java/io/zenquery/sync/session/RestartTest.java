package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.session.SessionState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session knows again when its process has ended. A process ends here by making another session on the same store. */
class RestartTest {
    private final TestStore store = new TestStore();

    @Test
    void restart_offline_showsTheLastConfirmedStateWithWhatIsPending() {
        FakeServer before = store.start().live(3, json("{l:['a']}"));
        before.submit("[{op:'add',path:'/l/1',value:'b'}]");
        before.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");
        before.submit("[{op:'add',path:'/l/3',value:'c'}]");

        FakeServer after = store.start();

        assertThat(after.view()).isEqualTo(json("{l:['x','a','b','c']}"));
        assertThat(after.session.state()).isEqualTo(SessionState.OFFLINE);
        assertThat(after.coordinator.pendingMutations()).hasSize(2);
    }

    @Test
    void restart_connect_resumesFromWhereItWasWithoutASnapshot() {
        store.start().live(3, json("{n:1}")).submit("[{op:'replace',path:'/n',value:2}]");

        FakeServer after = store.start();
        after.session.connect();
        after.connection.onOpen();

        assertThat(after.lastResume()).isEqualTo(new Resume("me", "e1", "s1", 3, 1L, 1L, 1));
        after.welcome("s1", "f2", 3, 0);
        assertThat(after.session.state()).isEqualTo(LIVE);
    }

    @Test
    void restart_betweenWelcomeAndSnapshot_asksForTheSnapshotAgain() {
        FakeServer before = store.start();
        before.session.connect();
        before.connection.onOpen();
        before.welcome("s1", "f1", 0, 0);
        before.advance(Duration.ofSeconds(1));

        FakeServer after = store.start();
        after.session.connect();
        after.connection.onOpen();

        assertThat(after.lastResume().serverEpoch()).isNull();
        after.welcome("s1", "f2", 1, 0).delta(1, "[{op:'replace',path:'/n',value:2}]");
        after.say(new Snapshot(0, "s1", Map.of(FakeServer.DOC, json("{n:1}")), List.of(), FakeServer.START));
        assertThat(after.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void restart_snapshotNeeded_logThatIsBehindIsNoticed() {
        FakeServer before = store.start().live(5, json("{n:5}"));
        before.delta(6, "[{op:'remove',path:'/nowhere'}]");
        before.advance(Duration.ofSeconds(1));

        FakeServer after = store.start();
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
        FakeServer before = store.start().live(1, json("{n:1}"));
        before.delta(2, "[{op:'replace',path:'/n',value:2}]").delta(3, "[{op:'replace',path:'/n',value:3}]");
        before.reconnect();
        before.welcome("s2", "f2", 1, 0);
        before.advance(Duration.ofSeconds(1));

        FakeServer after = store.start();
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
        FakeServer before = store.start().live(3, json("{l:['a']}"));
        before.submit("[{op:'remove',path:'/l/0'}]");
        before.delta(4, "[{op:'add',path:'/l/0',value:'x'}]");
        before.submit("[{op:'add',path:'/l/1',value:'later'}]");

        FakeServer after = store.start();
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
        store.start().live(3, json("{n:1}")).submit("[{op:'replace',path:'/n',value:2}]");

        FakeServer after = store.start();
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
        FakeServer before = store.start().live(3, json("{n:1}"));
        before.submit("[{op:'replace',path:'/n',value:2}]");
        before.own(4, 1);
        before.session.disconnect();

        FakeServer after = store.start();

        assertThat(after.coordinator.pendingMutations()).isEmpty();
        assertThat(after.submit("[{op:'replace',path:'/n',value:3}]").clientSeq())
                .isEqualTo(2);
    }

    @Test
    void restart_failedMutations_areStillListedAndCanBeRetriedOrDiscarded() {
        FakeServer before = store.start().live(3, json("{n:1}"));
        before.submit("task.rename", "[{op:'replace',path:'/n',value:2}]");
        before.say(new Rejection(1, 3, "busy", Reason.PERMANENT, "try again"));
        before.submit("[{op:'replace',path:'/n',value:3}]");
        before.say(new Rejection(2, 3, "no", Reason.PERMANENT, "said no"));
        before.session.disconnect();

        FakeServer after = store.start();
        assertThat(after.session.failed()).extracting(FailedMutation::clientSeq).containsExactly(1L, 2L);
        assertThat(after.session.failed().get(0).name()).isEqualTo("task.rename");
        after.session.retry(1);
        assertThat(after.session.discard(2)).isTrue();
        assertThat(after.session.discard(2)).isFalse();

        FakeServer again = store.start();
        assertThat(again.session.failed()).isEmpty();
        assertThat(again.view()).isEqualTo(json("{n:2}"));
        assertThat(again.coordinator.pendingMutations())
                .extracting(each -> each.clientSeq())
                .containsExactly(3L);
    }
}
