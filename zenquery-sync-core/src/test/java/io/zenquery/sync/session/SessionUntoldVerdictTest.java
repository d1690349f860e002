package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.UndoUnavailableException.Code;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The server has decided a mutation and has forgotten how. Its delta says so, if it is among those that are missing. */
class SessionUntoldVerdictTest {
    private static final String INSERT = "[{op:'add',path:'/l/0',value:'p'}]";

    private final FakeServer server = new FakeServer(FakeServer.builder()).live(3, json("{l:['a']}"));

    /** Found by the simulator (seed 206940): the redo was given up at the welcome, and another one brought the element back a second time. */
    @Test
    void redo_verdictIsForgotten_itsDeltaComes_isConfirmedAndNotCarriedOutTwice() {
        MutationReceipt insert = server.submit(INSERT);
        server.own(4, 1);
        MutationReceipt undo = insert.undo();
        server.own(5, 2);
        MutationReceipt redo = undo.undo();
        MutationReceipt again = redo.undo();

        server.reconnect().welcome("s1", "f2", 6, 3).own(6, 3);

        assertThat(FakeServer.isDone(redo.visible())).isTrue();
        assertThat(server.view()).isEqualTo(json("{l:['a']}"));
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(again.clientSeq());
        server.own(7, again.clientSeq());
        undo.undo();
        assertThat(server.view()).isEqualTo(json("{l:['p','a']}"));
        assertThatExceptionOfType(UndoUnavailableException.class)
                .isThrownBy(undo::undo)
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.NOTHING_LEFT));
        assertThat(server.session.failed()).isEmpty();
    }

    @Test
    void noDeltaOfIt_isHandedBackWhenAllHaveCome() {
        MutationReceipt insert = server.submit(INSERT);

        server.reconnect().welcome("s1", "f2", 5, 1).delta(4, "[{op:'add',path:'/n',value:1}]");
        assertThat(FakeServer.isFailed(insert.accepted())).isFalse();
        server.delta(5, "[{op:'replace',path:'/n',value:2}]");

        expectUnknown(1);
        assertThat(server.view()).isEqualTo(json("{l:['a'],n:2}"));
        assertThat(server.batches()).hasSize(1);
    }

    @Test
    void noDeltasAreMissing_isHandedBackAtOnce() {
        server.submit(INSERT);

        server.reconnect().welcome("s1", "f2", 3, 1);

        expectUnknown(1);
    }

    @Test
    void snapshotComesInstead_isHandedBackBeforeThat_andNothingIsThereTwice() {
        server.submit(INSERT);
        List<JsonNode> shown = new ArrayList<>();
        server.coordinator.onViewChange(change -> shown.add(server.view()));

        server.reconnect()
                .welcome("s1", "f2", 90, 1)
                .say(new Snapshot(
                        90, "s1", Map.of(FakeServer.DOC, json("{l:['p','a']}")), List.of(), FakeServer.START));

        expectUnknown(1);
        assertThat(shown).containsExactly(json("{l:['a']}"), json("{l:['p','a']}"));
    }

    @Test
    void connectionIsLostBeforeTheDelta_theNextOneTells() {
        MutationReceipt insert = server.submit(INSERT);
        server.reconnect().welcome("s1", "f2", 4, 1);

        server.reconnect().welcome("s1", "f3", 4, 1).own(4, 1);

        assertThat(FakeServer.isDone(insert.visible())).isTrue();
        assertThat(server.session.failed()).isEmpty();
        server.submit(INSERT);
        assertThat(server.lastBatch().prevClientSeq()).isEqualTo(1);
    }

    @Test
    void restOfTheBatch_isSentAgainAtOnce() {
        server.session.disconnect();
        MutationReceipt first = server.submit(INSERT);
        MutationReceipt second = server.submit("[{op:'add',path:'/l/0',value:'q'}]");
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);

        server.reconnect().welcome("s1", "f3", 4, 1);
        assertThat(server.traffic).containsExactly("sent [1, 2]", "again [1, 2]");
        server.own(4, 1).own(5, 2);

        assertThat(FakeServer.isDone(first.visible())).isTrue();
        assertThat(FakeServer.isDone(second.visible())).isTrue();
        assertThat(server.view()).isEqualTo(json("{l:['q','p','a']}"));
    }

    @Test
    void restart_theDeltaTellsTheNextProcess() {
        TestStore store = new TestStore();
        FakeServer before = store.start().live(3, json("{l:['a']}"));
        before.submit(INSERT);
        Mutation sent = before.lastBatch().batch().get(0);
        FakeServer after = store.start();
        after.session.connect();
        after.connection.onOpen();

        after.welcome("s1", "f2", 4, 1);
        assertThat(after.view()).isEqualTo(json("{l:['p','a']}"));
        after.say(new Delta(
                4,
                3,
                "s1",
                new Origin("me", "e1", 1, ProtocolCodec.hash(sent)),
                List.of(),
                sent.patches(),
                FakeServer.START));

        assertThat(after.view()).isEqualTo(json("{l:['p','a']}"));
        assertThat(after.coordinator.pendingMutations()).isEmpty();
        assertThat(after.session.failed()).isEmpty();
    }

    private void expectUnknown(long clientSeq) {
        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq, FailedMutation::code)
                .containsExactly(tuple(clientSeq, "outcome-unknown"));
        assertThat(server.coordinator.pendingMutations()).isEmpty();
    }
}
