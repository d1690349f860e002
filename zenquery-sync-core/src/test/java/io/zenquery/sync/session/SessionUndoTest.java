package io.zenquery.sync.session;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.UndoUnavailableException.Code;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** Undo by receipts: what is sent when, and what becomes of it. */
class SessionUndoTest {
    private static final String SET = "[{op:'replace',path:'/n',value:2}]";
    private static final String DELETE = "[{op:'remove',path:'/l/0'}]";

    @Test
    void confirmed_undoneAndRedone_eachTravelsAsAMutation() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt set = server.submit(SET);
        server.own(4, 1);

        MutationReceipt undo = set.undo();
        assertThat(server.view()).isEqualTo(json("{n:1}"));
        server.own(5, undo.clientSeq());
        MutationReceipt redo = undo.undo();
        server.own(6, redo.clientSeq());

        assertThat(server.view()).isEqualTo(json("{n:2}"));
        assertThat(FakeServer.isDone(redo.visible())).isTrue();
        assertThat(server.batches()).hasSize(3);
        assertThat(set.canUndo()).isTrue();
        assertThat(undo.canUndo()).isFalse();
    }

    @Test
    void pending_undoIsSentWhenItIsDecided() {
        FakeServer server = new FakeServer();
        MutationReceipt[] undo = new MutationReceipt[1];
        server.live(3, json("{n:1}"));
        server.session.disconnect();
        undo[0] = server.submit(SET).undo();
        server.session.connect();
        server.connection.onOpen();
        server.welcome("s1", "f2", 3, 0);

        assertThat(server.view()).isEqualTo(json("{n:1}"));
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        server.own(4, 1);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
        server.own(5, 2);
        assertThat(FakeServer.isDone(undo[0].visible())).isTrue();
    }

    @Test
    void rejected_undoIsWithdrawn_andNotKeptAsFailed() {
        FakeServer server = new FakeServer().live(3, json("{l:['a']}"));
        MutationReceipt delete = server.submit(DELETE);
        MutationReceipt undo = delete.undo();
        server.submit("[{op:'add',path:'/l/0',value:'b'}]");

        server.say(new Rejection(1, 3, "no", Reason.PERMANENT, "no"));

        assertThat(server.view()).isEqualTo(json("{l:['b','a']}"));
        assertThat(FakeServer.isFailed(undo.visible())).isTrue();
        assertThat(server.session.failed())
                .extracting(FailedMutation::clientSeq)
                .containsExactly(1L);
        assertThat(server.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(3L);
        expectCode(Code.NOT_ACCEPTED, delete);
        assertThat(delete.canUndo()).isFalse();
    }

    @Test
    void undo_byANamedHandler_goesWithNameAndInput() {
        FakeServer server = new FakeServer().live(3, json("{n:1}"));
        MutationReceipt set = server.submit(SET);
        server.own(4, 1);

        set.undo("unset", StringNode.valueOf("n"));

        Mutation sent = server.lastBatch().batch().get(0);
        assertThat(sent.name()).isEqualTo("unset");
        assertThat(sent.input()).isEqualTo(StringNode.valueOf("n"));
    }

    @Test
    void nothingLeft_takesNoRoomInTheQueue() {
        FakeServer server = new FakeServer(FakeServer.builder().maxPending(1)).live(3, json("{n:1}"));
        MutationReceipt set = server.submit(SET);
        server.own(4, 1).delta(5, "[{op:'replace',path:'/n',value:7}]");

        expectCode(Code.NOTHING_LEFT, set);
        expectCode(Code.NOTHING_LEFT, set);

        assertThat(FakeServer.isDone(server.submit(SET).accepted())).isFalse();
    }

    @Test
    void restart_pendingUndoStillWaits_andGoesWithWhatItTakesBack() {
        TestStore store = new TestStore();
        FakeServer before = new FakeServer(FakeServer.builder().outbox(store)).live(3, json("{l:['a']}"));
        before.session.disconnect();
        before.submit(DELETE).undo();

        FakeServer after = new FakeServer(FakeServer.builder().outbox(store));
        assertThat(after.view()).isEqualTo(json("{l:['a']}"));
        assertThat(after.lastInFlight().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        after.say(new Rejection(1, 3, "no", Reason.PERMANENT, "no"));

        assertThat(after.view()).isEqualTo(json("{l:['a']}"));
        assertThat(after.coordinator.pendingMutations()).isEmpty();
        assertThatExceptionOfType(UndoUnavailableException.class)
                .isThrownBy(() -> after.session.undo(99, null, StringNode.valueOf("")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN));
    }

    @Test
    void restart_afterACheckpoint_pendingUndoStillWaits() {
        TestStore store = new TestStore();
        FakeServer before = new FakeServer(FakeServer.builder().outbox(store)).live(3, json("{l:['a']}"));
        before.session.disconnect();
        before.submit(DELETE).undo();
        new FakeServer(FakeServer.builder().outbox(store)); // writes a checkpoint

        FakeServer after = new FakeServer(FakeServer.builder().outbox(store));

        assertThat(after.lastInFlight().batch()).extracting(Mutation::clientSeq).containsExactly(1L);
        after.own(4, 1);
        assertThat(after.lastBatch().batch()).extracting(Mutation::clientSeq).containsExactly(2L);
    }

    /** A redo that outlives the undo it is of would bring the element back a second time. */
    @Test
    void restart_rejectionIsWritten_andNotThatTheRedoWentWithIt_itGoesAllTheSame() {
        TestStore store = new TestStore();
        FakeServer before = new FakeServer(FakeServer.builder().outbox(store)).live(3, json("{l:['a']}"));
        MutationReceipt insert = before.submit("[{op:'add',path:'/l/0',value:'p'}]");
        before.own(4, 1);
        MutationReceipt undo = insert.undo();
        undo.undo();
        before.say(new Rejection(2, 4, "no", Reason.PERMANENT, "no"));
        before.submit(SET.replace("replace", "add"));
        store.tear(2);

        FakeServer after = new FakeServer(FakeServer.builder().outbox(store));

        assertThat(after.view()).isEqualTo(json("{l:['p','a']}"));
        assertThat(after.coordinator.pendingMutations()).isEmpty();
        assertThat(after.session.failed()).extracting(FailedMutation::clientSeq).containsExactly(2L);
    }

    private static void expectCode(Code code, MutationReceipt receipt) {
        assertThatExceptionOfType(UndoUnavailableException.class)
                .isThrownBy(receipt::undo)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
