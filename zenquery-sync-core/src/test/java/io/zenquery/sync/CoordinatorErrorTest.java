package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** The third flow: the server rejected a mutation, or nobody decides it any more. */
class CoordinatorErrorTest {

    @Test
    void reject_inTheMiddleOfTheQueue_rollsBackExactlyAndTellsInverse() {
        Board board = new Board("{l:['a','b']}");
        board.mutate("[{op:'add',path:'/l/0',value:'x'}]");
        long middle = board.mutate("[{op:'remove',path:'/l/1'},{op:'replace',path:'/l/1',value:'B'}]");
        board.mutate("[{op:'add',path:'/l/-',value:'z'}]");
        assertThat(board.view()).isEqualTo(json("{l:['x','B','z']}"));
        board.told.clear();

        board.coordinator.rejectMutation(middle, "no");

        assertThat(board.view()).isEqualTo(json("{l:['x','a','b','z']}"));
        assertThat(board.told)
                .containsExactly(
                        "rollback add /l/1 \"a\", replace /l/2 \"b\"",
                        "view 4 add /l/1 \"a\", replace /l/2 \"b\"",
                        "state");
        assertThat(board.outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        MutationOutcome.Rejected.class,
                        rejected -> assertThat(rejected.error()).isEqualTo("no"));
    }

    @Test
    void reject_afterDeltaChangedWhatItHides_restoresTheServersNewValue() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.delta("[{op:'replace',path:'/n',value:7}]");
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.coordinator.rejectMutation(number, null);

        assertThat(board.view()).isEqualTo(json("{n:7}"));
    }

    @Test
    void reject_withDecidedAt_waitsForThatNumber() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.rejectMutation(number, "no", 2);
        board.delta("[{op:'add',path:'/m',value:1}]");
        assertThat(board.view()).isEqualTo(json("{n:2,m:1}"));
        board.delta("[{op:'add',path:'/o',value:1}]");

        assertThat(board.view()).isEqualTo(json("{n:1,m:1,o:1}"));
    }

    @Test
    void reject_decidedAtReachedAlready_actsAtOnce() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.rejectMutation(number, "no", 0);

        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Rejected.class);
    }

    @Test
    void withdraw_pendingMutation_rollsBackAndSaysWhy() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.withdrawMutation(number, "withdrawn", "not needed");

        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.told).containsExactly("rollback replace /n 1", "view 2 replace /n 1", "state");
        assertThat(board.outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        MutationOutcome.Withdrawn.class,
                        withdrawn -> assertThat(withdrawn.reason()).isEqualTo("not needed"));
    }

    @Test
    void withdraw_verdictThatIsNotDueYet_takesItBackAndCountsNothing() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.coordinator.confirmMutation(number, 5);

        board.coordinator.withdrawMutation(number, "withdrawn", "the log is another one");

        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Withdrawn.class);
        assertThat(board.coordinator.counts().duplicateVerdicts()).isZero();
    }

    @Test
    void withdraw_mutationThatHasEnded_isCountedAndIgnored() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.coordinator.rejectMutation(number, "no");
        board.told.clear();

        board.coordinator.withdrawMutation(number, "withdrawn", "too late");

        assertThat(board.told).isEmpty();
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Rejected.class);
        assertThat(board.coordinator.counts().duplicateVerdicts()).isEqualTo(1);
    }

    @Test
    void withdraw_numberThatWasNeverRegistered_isRefused() {
        Board board = new Board("{n:1}");

        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.withdrawMutation(1, "withdrawn", "unknown"))
                .withMessageContaining("got 1");
    }
}
