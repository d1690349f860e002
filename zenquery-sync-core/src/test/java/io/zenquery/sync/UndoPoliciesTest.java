package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.UndoUnavailableException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an undo takes back, row by row as in {@code docs/undo.md}, and the other rules there. */
class UndoPoliciesTest {
    private static final String NOTHING = "nothing left";

    private static Board board(String document) {
        return new Board(document, new CoordinatorBuilder().maxUndo(100));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            set, others elsewhere        | {n:1}                  | [{op:'replace',path:'/n',value:2}]                | [{op:'add',path:'/m',value:7}]                 | {n:1,m:7}
            set, others there            | {n:1}                  | [{op:'replace',path:'/n',value:2}]                | [{op:'replace',path:'/n',value:7}]             | nothing left
            set, others remove it        | {n:1}                  | [{op:'replace',path:'/n',value:2}]                | [{op:'remove',path:'/n'}]                      | nothing left
            set inside, others move it   | {l:[{n:1},0]}          | [{op:'replace',path:'/l/0/n',value:2}]            | [{op:'move',from:'/l/0',path:'/l/1'}]          | {l:[0,{n:1}]}
            set inside, others remove it | {l:[{n:1},0]}          | [{op:'replace',path:'/l/0/n',value:2}]            | [{op:'remove',path:'/l/0'}]                    | nothing left
            replace, others in it        | {o:{a:1}}              | [{op:'replace',path:'/o',value:{b:2}}]            | [{op:'add',path:'/o/c',value:7}]               | nothing left
            make, others elsewhere       | {}                     | [{op:'add',path:'/n',value:2}]                    | [{op:'add',path:'/m',value:7}]                 | {m:7}
            make, others there           | {}                     | [{op:'add',path:'/n',value:2}]                    | [{op:'replace',path:'/n',value:7}]             | nothing left
            make, others move it         | {}                     | [{op:'add',path:'/n',value:2}]                    | [{op:'move',from:'/n',path:'/m'}]              | nothing left
            unset, others elsewhere      | {n:1}                  | [{op:'remove',path:'/n'}]                         | [{op:'add',path:'/m',value:7}]                 | {n:1,m:7}
            unset, others make it anew   | {n:1}                  | [{op:'remove',path:'/n'}]                         | [{op:'add',path:'/n',value:7}]                 | nothing left
            insert, others in front      | {l:['a','b']}          | [{op:'add',path:'/l/1',value:'p'}]                | [{op:'add',path:'/l/0',value:'x'}]             | {l:['x','a','b']}
            insert, others in it         | {l:[]}                 | [{op:'add',path:'/l/0',value:{}}]                 | [{op:'add',path:'/l/0/t',value:7}]             | nothing left
            insert, others set it        | {l:[]}                 | [{op:'add',path:'/l/0',value:1}]                  | [{op:'replace',path:'/l/0',value:7}]           | nothing left
            insert, others move it       | {l:['a']}              | [{op:'add',path:'/l/0',value:'p'}]                | [{op:'move',from:'/l/0',path:'/l/1'}]          | nothing left
            insert, others remove it     | {l:['a']}              | [{op:'add',path:'/l/0',value:'p'}]                | [{op:'remove',path:'/l/0'}]                    | nothing left
            delete, others in front      | {l:['a','b','c']}      | [{op:'remove',path:'/l/1'}]                       | [{op:'add',path:'/l/0',value:'x'}]             | {l:['x','a','b','c']}
            delete, others at its place  | {l:['a','b','c']}      | [{op:'remove',path:'/l/1'}]                       | [{op:'add',path:'/l/1',value:'x'}]             | {l:['a','x','b','c']}
            delete, neighbours removed   | {l:['a','b','c','d']}  | [{op:'remove',path:'/l/1'}]                       | [{op:'remove',path:'/l/1'},{op:'remove',path:'/l/0'}] | {l:['b','d']}
            delete, others remove around | {o:{l:['a']}}          | [{op:'remove',path:'/o/l/0'}]                     | [{op:'remove',path:'/o'}]                      | nothing left
            move, others in front        | {l:['a','b','c']}      | [{op:'move',from:'/l/0',path:'/l/2'}]             | [{op:'add',path:'/l/0',value:'x'}]             | {l:['x','a','b','c']}
            move, others in it           | {l:[{},'b']}           | [{op:'move',from:'/l/0',path:'/l/1'}]             | [{op:'add',path:'/l/1/t',value:7}]             | {l:[{t:7},'b']}
            move, others move it         | {l:['a','b','c']}      | [{op:'move',from:'/l/0',path:'/l/2'}]             | [{op:'move',from:'/l/2',path:'/l/1'}]          | nothing left
            move, others remove it       | {l:['a','b']}          | [{op:'move',from:'/l/0',path:'/l/1'}]             | [{op:'remove',path:'/l/1'}]                    | nothing left
            two, others over one         | {n:1,m:1}              | [{op:'replace',path:'/n',value:2},{op:'replace',path:'/m',value:2}] | [{op:'replace',path:'/n',value:7}] | {n:7,m:1}
            """)
    void confirmed_othersSince_undoneAsTheTableSays(
            String name, String document, String own, String others, String expected) {
        Board confirmed = board(document);
        long mutation = confirmed.mutate(own);
        confirmed.accept(mutation).delta(others);
        Board pending = board(document);
        long unsent = pending.mutate(own);
        pending.mutate(others); // what comes later counts, whoever wrote it

        expect(confirmed, mutation, expected);
        expect(pending, unsent, expected);
    }

    private static void expect(Board board, long mutation, String expected) {
        assertThat(board.coordinator.canUndo(mutation)).isEqualTo(!expected.equals(NOTHING));
        if (expected.equals(NOTHING)) {
            expectCode(Code.NOTHING_LEFT, board, mutation);
        } else {
            board.undo(mutation);
            assertThat(board.view()).isEqualTo(json(expected));
        }
    }

    private static void expectCode(Code code, Board board, long mutation) {
        assertThatExceptionOfType(UndoUnavailableException.class)
                .isThrownBy(() -> board.undo(mutation))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    // --------------------------------------------------------------------------------------------- what the server did

    @Test
    void serverDidSomethingElse_thatIsTakenBack() {
        Board board = board("{n:1,m:1}");
        long set = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.own(set, "[{op:'replace',path:'/m',value:5}]");

        board.undo(set);

        assertThat(board.view()).isEqualTo(json("{n:1,m:1}"));
    }

    @Test
    void serverDidSomethingElse_pendingUndoIsComputedAnew() {
        Board board = board("{l:['a'],m:1}");
        long delete = board.mutate("[{op:'remove',path:'/l/0'}]");
        long undo = board.undo(delete);
        assertThat(board.view()).isEqualTo(json("{l:['a'],m:1}"));

        board.own(delete, "[{op:'replace',path:'/m',value:5}]");

        assertThat(board.view()).isEqualTo(json("{l:['a'],m:1}"));
        assertThat(board.pending()).isEqualTo("replace /m 1");
        board.accept(undo);
        assertThat(board.confirmed()).isEqualTo(json("{l:['a'],m:1}"));
    }

    /** Found by review: the later one was registered anew at the index that it had over the undo as it was before, and edited another element. */
    @Test
    void accepted_somethingElse_laterMutationsOnTheUndo_keepTheirElements() {
        Board board = board("{l:['a','b','c','d']}");
        long delete = board.mutate("[{op:'remove',path:'/l/0'}]");
        long undo = board.undo(delete);
        long edit = board.mutate("[{op:'replace',path:'/l/3',value:'D'}]");

        board.own(delete, "[{op:'remove',path:'/l/0'},{op:'remove',path:'/l/0'}]");

        assertThat(board.view()).isEqualTo(json("{l:['c','D']}"));
        assertThat(board.coordinator.pendingMutations())
                .extracting(PendingMutation::clientSeq)
                .containsExactly(edit);
        assertThat(board.outcomes)
                .anySatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(MutationOutcome.Withdrawn.class, withdrawn -> {
                            assertThat(withdrawn.mutation().clientSeq()).isEqualTo(undo);
                            assertThat(withdrawn.code()).isEqualTo(MutationOutcome.Withdrawn.UNDO_OUTDATED);
                        }));
        board.undo(delete);
        assertThat(board.view()).isEqualTo(json("{l:['a','b','c','D']}"));
    }

    @Test
    void rejected_pendingUndoGoesWithIt_andNothingIsThereTwice() {
        Board board = board("{l:['a']}");
        long delete = board.mutate("[{op:'remove',path:'/l/0'}]");
        long undo = board.undo(delete);
        long redo = board.undo(undo);
        board.undo(redo);

        board.coordinator.rejectMutation(delete, "no");

        assertThat(board.view()).isEqualTo(json("{l:['a']}"));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.outcomes).hasSize(4);
        assertThat(board.outcomes.subList(1, 4))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                MutationOutcome.Withdrawn.class,
                                withdrawn -> assertThat(withdrawn.code())
                                        .isEqualTo(MutationOutcome.Withdrawn.NOTHING_TO_UNDO)));
    }

    @Test
    void acceptedWithoutEffect_pendingUndoGoes() {
        Board board = board("{l:['a']}");
        long delete = board.mutate("[{op:'remove',path:'/l/0'}]");
        board.undo(delete);

        board.coordinator.confirmMutationWithoutEffect(delete, 0);

        assertThat(board.view()).isEqualTo(json("{l:['a']}"));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
        expectCode(Code.NOTHING_LEFT, board, delete);
    }

    @Test
    void snapshotWithIt_isTakenBackAsPredicted() {
        Board board = board("{n:1,m:1}");
        long set = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.coordinator.confirmMutation(set, 5);
        board.snapshot(6, "{n:2,m:7}");

        board.undo(set);

        assertThat(board.view()).isEqualTo(json("{n:1,m:7}"));
    }

    // --------------------------------------------------------------------------------------------------------- order

    @Test
    void ownLaterMutation_isToBeUndoneFirst_thenTheEarlierOne() {
        Board board = board("{l:[{t:'a'}]}");
        long rename = board.mutate("[{op:'replace',path:'/l/0/t',value:'b'}]");
        long delete = board.mutate("[{op:'remove',path:'/l/0'}]");
        board.accept(rename).accept(delete).delta("[{op:'add',path:'/l/0',value:'x'}]");
        expectCode(Code.NOTHING_LEFT, board, rename);

        long undo = board.undo(delete);
        assertThat(board.view()).isEqualTo(json("{l:['x',{t:'b'}]}"));
        board.accept(undo);
        board.undo(rename);

        assertThat(board.view()).isEqualTo(json("{l:['x',{t:'a'}]}"));
    }

    @Test
    void undone_twice_nothingIsLeft_andAfterTheRedoItIsAgain() {
        Board board = board("{n:1}");
        long set = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.accept(set);
        long undo = board.undo(set);
        expectCode(Code.NOTHING_LEFT, board, set);

        board.undo(undo);

        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.undo(set);
        assertThat(board.view()).isEqualTo(json("{n:1}"));
    }

    @Test
    void redoOfRemoval_othersWroteInWhatCameBack_itStays() {
        Board board = board("{l:[{t:'a'}]}");
        long delete = board.mutate("[{op:'remove',path:'/l/0'}]");
        board.accept(delete);
        long undo = board.undo(delete);
        board.accept(undo).delta("[{op:'replace',path:'/l/0/t',value:'x'}]");

        expectCode(Code.NOTHING_LEFT, board, undo);
        assertThat(board.view()).isEqualTo(json("{l:[{t:'x'}]}"));
    }

    // -------------------------------------------------------------------------------------------------------- bounds

    @Test
    void moreMutationsThanAreKept_theOldestIsTooLongAgo() {
        Board board = new Board("{n:0}", new CoordinatorBuilder().maxUndo(2));
        long first = board.mutate("[{op:'replace',path:'/n',value:1}]");
        board.accept(first);
        long second = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.accept(second);
        long third = board.mutate("[{op:'replace',path:'/n',value:3}]");
        board.accept(third);

        expectCode(Code.TOO_LONG_AGO, board, first);
        board.accept(board.undo(third));
        assertThat(board.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void moreDeltasThanAreKept_itIsTooLongAgo() {
        Board board = new Board("{n:0,m:0}", new CoordinatorBuilder().maxUndo(2).undoHistory(3));
        long set = board.mutate("[{op:'replace',path:'/n',value:1}]");
        board.accept(set);
        for (int i = 1; i <= 2; i++) {
            board.delta("[{op:'replace',path:'/m',value:" + i + "}]");
        }
        assertThat(board.coordinator.canUndo(set)).isTrue();

        board.delta("[{op:'replace',path:'/m',value:3}]");

        expectCode(Code.TOO_LONG_AGO, board, set);
    }

    @Test
    void numberNeverGivenHere_isUnknown() {
        Board board = new Board("{n:0}", new CoordinatorBuilder().maxUndo(2).lastClientSeq(7));

        expectCode(Code.UNKNOWN, board, 7);
        expectCode(Code.UNKNOWN, board, 8);
        assertThat(board.coordinator.canUndo(7)).isFalse();
    }

    @Test
    void confirmedOnesNotKept_pendingOnesCanBeUndoneAllTheSame() {
        Board board = new Board("{n:0}");
        long set = board.mutate("[{op:'replace',path:'/n',value:1}]");
        long undo = board.undo(set);
        assertThat(board.view()).isEqualTo(json("{n:0}"));

        board.accept(set).accept(undo);

        assertThat(board.confirmed()).isEqualTo(json("{n:0}"));
        expectCode(Code.TOO_LONG_AGO, board, set);
    }
}
