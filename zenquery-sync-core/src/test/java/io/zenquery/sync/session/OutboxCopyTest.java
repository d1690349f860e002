package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A store that is an earlier copy of itself, or somebody else's. A process ends here by making another session on a store. */
class OutboxCopyTest {
    private final TestStore store = new TestStore();

    @Test
    void welcome_serverHasDecidedMoreThanWasSent_theStoreIsAnEarlierCopy() {
        FakeServer before = store.start().live(3, json("{n:1}"));
        before.session.disconnect();
        before.submit("[{op:'replace',path:'/n',value:2}]");
        TestStore backup = store.copy();
        before.submit("[{op:'add',path:'/m',value:1}]");

        FakeServer restored = backup.start();
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
        FakeServer before = store.start().live(3, json("{n:1}"));
        before.submit("[{op:'replace',path:'/n',value:2}]");
        FakeServer restored = store.start();
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
        FakeServer before = store.start().live(3, json("{n:1}"));
        before.session.disconnect();
        before.submit("[{op:'replace',path:'/n',value:2}]");
        before.submit("[{op:'add',path:'/m',value:1}]");
        TestStore backup = store.copy();
        FakeServer first = backup.copy().start();
        first.session.connect();
        first.connection.onOpen();
        first.welcome("s1", "f3", 4, 1).delta(4, "[{op:'replace',path:'/n',value:2}]");
        String epoch = first.lastResume().clientEpoch();
        first.welcome("s1", "f4", 4, 0);
        assertThat(first.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);

        FakeServer second = backup.start();
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
        store.start().live(3, json("{n:1}"));

        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> new FakeServer(FakeServer.builder().outbox(store), "somebody-else"))
                .withMessageContaining("\"somebody-else\"")
                .withMessageContaining("\"me\"");
    }
}
