package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.UndoUnavailableException.Code;
import io.zenquery.sync.conflict.ConflictStrategies;
import org.junit.jupiter.api.Test;

/** Undos and redos of one mutation, one after the other, while some of them are pending. */
class UndoChainTest {
    private static final String INSERT = "[{op:'add',path:'/l/0',value:'p'}]";

    private final Board board = new Board("{l:['a']}", new CoordinatorBuilder().maxUndo(100));
    private final long insert = board.mutate(INSERT);
    private final long undo = confirmedUndo();

    private long confirmedUndo() {
        board.accept(insert);
        long number = board.undo(insert);
        board.accept(number);
        return number;
    }

    /** Found by the simulator: the second redo went its own way, and brought the element back a second time. */
    @Test
    void secondRedo_pending_theUndoBetweenIsRejected_elementIsBackOnce() {
        long redo = board.undo(undo);
        long again = board.undo(redo);
        long secondRedo = board.undo(undo);
        board.accept(redo);
        assertThat(undoOf(secondRedo)).isEqualTo(again);

        board.coordinator.rejectMutation(again, "no");

        assertThat(board.view()).isEqualTo(json("{l:['p','a']}"));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.outcomes.get(board.outcomes.size() - 1))
                .isInstanceOfSatisfying(MutationOutcome.Withdrawn.class, withdrawn -> {
                    assertThat(withdrawn.mutation().clientSeq()).isEqualTo(secondRedo);
                    assertThat(withdrawn.code()).isEqualTo(MutationOutcome.Withdrawn.NOTHING_TO_UNDO);
                    assertThat(withdrawn.isOvertakenUndo()).isTrue();
                });
    }

    @Test
    void secondRedo_pending_theUndoBetweenIsAccepted_isThere() {
        long redo = board.undo(undo);
        long again = board.undo(redo);
        long secondRedo = board.undo(undo);

        board.accept(redo).accept(again).accept(secondRedo);

        assertThat(board.confirmed()).isEqualTo(json("{l:['p','a']}"));
        assertThat(board.view()).isEqualTo(board.confirmed());
    }

    @Test
    void undo_onAPendingRedo_isOfThatRedo() {
        long redo = board.undo(undo);

        long second = board.undo(insert);

        assertThat(undoOf(second)).isEqualTo(redo);
        assertThat(board.view()).isEqualTo(json("{l:['a']}"));
    }

    @Test
    void undo_besideAPendingUndoOfAnother_isOfItsOwn() {
        long other = board.mutate(INSERT);
        board.accept(other);
        board.undo(other);

        assertThat(undoOf(board.undo(undo))).isEqualTo(undo);
    }

    /** Found by the simulator (seed 204086): the undo was hidden, and what it had removed was there twice. */
    @Test
    void redo_ofAnUndoThatLeavesTheView_isWithdrawn_andNothingIsThereTwice() {
        Board failing = new Board("{l:['a']}", new CoordinatorBuilder().maxUndo(100));
        failing.strategy = ConflictStrategies.FAIL;
        long mutation = failing.mutate("[{op:'add',path:'/l/0',value:{n:1}}]");
        failing.accept(mutation);
        long undone = failing.undo(mutation);
        long redo = failing.undo(undone);
        assertThat(failing.view()).isEqualTo(json("{l:[{n:1},'a']}"));

        failing.delta("[{op:'replace',path:'/l/0/n',value:2}]");

        assertThat(failing.view()).isEqualTo(json("{l:[{n:2},'a']}"));
        assertThat(failing.coordinator.pendingMutations())
                .extracting(PendingMutation::clientSeq)
                .containsExactly(undone);
        assertThat(failing.outcomes.get(failing.outcomes.size() - 1))
                .isInstanceOfSatisfying(MutationOutcome.Withdrawn.class, withdrawn -> {
                    assertThat(withdrawn.mutation().clientSeq()).isEqualTo(redo);
                    assertThat(withdrawn.code()).isEqualTo(MutationOutcome.Withdrawn.UNDO_OUTDATED);
                });
    }

    /** Found by the simulator (seed 204431): the redo was of the earlier undo, and stayed when the later one was rejected. */
    @Test
    void redo_whileALaterUndoIsPending_thatOthersHaveMetInPart_isOfThatOne() {
        Board both = new Board("{l:['a'],n:1}", new CoordinatorBuilder().maxUndo(100));
        long mutation = both.mutate("[{op:'add',path:'/l/0',value:'p'},{op:'replace',path:'/n',value:2}]");
        both.accept(mutation);
        long undone = both.undo(mutation);
        both.accept(undone);
        long redo = both.undo(undone);
        both.accept(redo);
        long again = both.undo(mutation);
        both.delta("[{op:'replace',path:'/n',value:7}]");

        long last = both.undo(undone);

        assertThat(both.coordinator.pendingMutation(last).undoOf()).isEqualTo(again);
        both.coordinator.rejectMutation(again, "no");
        assertThat(both.view()).isEqualTo(json("{l:['p','a'],n:7}"));
        assertThat(both.coordinator.pendingMutations()).isEmpty();
    }

    /** What two of them bring back is the same though its place differs: one brings back what stands before it as well. */
    @Test
    void redo_whileALaterUndoOfAPartIsPending_isOfThatOne_whateverThePlaces() {
        Board part = new Board("{l:['a']}", new CoordinatorBuilder().maxUndo(100));
        long mutation = part.mutate("[{op:'add',path:'/l/0',value:'p'},{op:'add',path:'/l/1',value:'q'}]");
        part.accept(mutation);
        long undone = part.undo(mutation);
        part.accept(undone);
        long redo = part.undo(undone);
        part.own(redo, "[{op:'add',path:'/l/0',value:'q'}]");
        long again = part.undo(redo);
        assertThat(part.view()).isEqualTo(json("{l:['a']}"));

        long last = part.undo(undone);

        assertThat(part.coordinator.pendingMutation(last).undoOf()).isEqualTo(again);
        part.coordinator.rejectMutation(again, "no");
        assertThat(part.view()).isEqualTo(json("{l:['q','a']}"));
        assertThat(part.coordinator.pendingMutations()).isEmpty();
    }

    private Long undoOf(long clientSeq) {
        return board.coordinator.pendingMutation(clientSeq).undoOf();
    }

    /** Found by the simulator: the redo was taken for an edit of its own, and the next one brought the element back a second time. */
    @Test
    void redo_thatMetWhatOthersWrote_isStillARedo() {
        Board both = new Board("{l:['a'],n:1}", new CoordinatorBuilder().maxUndo(100));
        long mutation = both.mutate("[{op:'add',path:'/l/0',value:'p'},{op:'replace',path:'/n',value:2}]");
        both.accept(mutation);
        long undone = both.undo(mutation);
        both.accept(undone);
        long redo = both.undo(undone);
        both.delta("[{op:'replace',path:'/n',value:7}]").accept(redo);
        assertThat(both.view()).isEqualTo(json("{l:['p','a'],n:2}"));

        assertThat(both.coordinator.canUndo(undone)).isFalse();
        both.undo(redo);
        assertThat(both.view()).isEqualTo(json("{l:['a'],n:7}"));
    }

    /** Found by the simulator: an insert beside a hidden element can come to stand on its other side. */
    @Test
    void redo_thatCameToStandElsewhere_isStillARedo() {
        board.mutate("[{op:'add',path:'/l/1',value:'q'}]");
        long redo = board.undo(undo);
        board.accept(redo - 1).own(redo, "[{op:'add',path:'/l/2',value:'p'}]");
        assertThat(board.view()).isEqualTo(json("{l:['a','q','p']}"));

        assertThat(board.coordinator.canUndo(undo)).isFalse();
        board.undo(redo);
        assertThat(board.view()).isEqualTo(json("{l:['a','q']}"));
    }

    /** Found by the simulator: a redo brought back what the restored log had still, or again. */
    @Test
    void anotherLog_whatWasConfirmedInTheOneBefore_isTooLongAgo() {
        board.coordinator.beginEpoch();
        board.snapshot(1, "{l:['p','a']}");

        assertThat(board.coordinator.canUndo(undo)).isFalse();
        assertThatExceptionOfType(UndoUnavailableException.class)
                .isThrownBy(() -> board.undo(undo))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.TOO_LONG_AGO));
        long more = board.mutate(INSERT);
        board.accept(more);
        board.undo(more);
        assertThat(board.view()).isEqualTo(json("{l:['p','a']}"));
    }

    /** Found by the simulator: a pending redo went into the restored log, where its element was. */
    @Test
    void anotherLog_pendingRedoOfWhatWasConfirmedInTheOneBefore_isWithdrawn_thatOfAPendingOneIsNot() {
        board.undo(undo);
        long mine = board.mutate("[{op:'add',path:'/l/0',value:'q'}]");
        long undoOfMine = board.undo(mine);

        board.coordinator.beginEpoch();
        board.snapshot(1, "{l:['p','a']}");

        assertThat(board.view()).isEqualTo(json("{l:['p','a']}"));
        assertThat(board.coordinator.pendingMutations())
                .extracting(PendingMutation::clientSeq)
                .containsExactly(mine, undoOfMine);
        assertThat(board.outcomes.get(board.outcomes.size() - 1))
                .isInstanceOfSatisfying(MutationOutcome.Withdrawn.class, withdrawn -> {
                    assertThat(withdrawn.code()).isEqualTo(MutationOutcome.Withdrawn.UNDO_OF_ANOTHER_LOG);
                    assertThat(withdrawn.isOvertakenUndo()).isFalse();
                });
    }

    @Test
    void firstOfThem_isNotKeptAnyMore_theOthersCanBeUndone() {
        Board few = new Board("{l:['a']}", new CoordinatorBuilder().maxUndo(2));
        long first = few.mutate(INSERT);
        few.accept(first);
        long undone = few.undo(first);
        few.accept(undone);
        long redo = few.undo(undone);
        few.accept(redo).delta("[{op:'add',path:'/l/0',value:'x'}]");
        assertThat(few.coordinator.canUndo(first)).isFalse();

        long again = few.undo(redo);
        few.accept(again);
        assertThat(few.view()).isEqualTo(json("{l:['x','a']}"));
        few.undo(again);
        assertThat(few.view()).isEqualTo(json("{l:['x','p','a']}"));
    }
}
