package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** The second flow: the server accepted a mutation. */
class CoordinatorAckTest {

    @Test
    void confirm_oneArgument_removesAtOnce() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.confirmMutation(number);

        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.told).containsExactly("view 2 replace /n 1", "state");
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Confirmed.class);
    }

    @Test
    void confirm_withServerSeq_staysInViewUntilThatDeltaAndGoesInTheSameStep() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.confirmMutation(number, 1);
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.outcomes).isEmpty();

        board.delta("[{op:'replace',path:'/n',value:2}]");
        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));
        assertThat(board.told).as("no view change").containsExactly("state", "apply replace /n 2", "state");
        assertThat(board.outcomes).hasSize(1);
    }

    @Test
    void confirmWithoutEffect_numberReached_undoesThePrediction() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.confirmMutationWithoutEffect(number, 1);
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.delta("[{op:'add',path:'/m',value:1}]");

        assertThat(board.view()).isEqualTo(json("{n:1,m:1}"));
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Confirmed.class);
    }

    @Test
    void verdicts_unknownNumberOrNegativeSequence_areRefused() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'remove',path:'/n'}]");

        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.confirmMutation(number + 1))
                .withMessageContaining("got 2");
        assertThatExceptionOfType(SequenceException.class).isThrownBy(() -> board.coordinator.rejectMutation(0, null));
        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.confirmMutation(number, -1));
        assertThat(board.coordinator.pendingMutations()).hasSize(1);
    }

    @Test
    void verdicts_secondOne_isCountedAndIgnored() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.confirmMutation(number, 1);
        board.coordinator.rejectMutation(number, "late");
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        board.own(number, "[{op:'replace',path:'/n',value:2}]");
        board.coordinator.confirmMutation(number);

        assertThat(board.coordinator.counts().duplicateVerdicts()).isEqualTo(2);
        assertThat(board.outcomes).singleElement().isInstanceOf(MutationOutcome.Confirmed.class);
    }

    @Test
    void confirm_serverSeqReachedAlready_removesAtOnce() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        board.coordinator.confirmMutation(number, 0);

        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.outcomes).hasOnlyElementsOfType(MutationOutcome.Confirmed.class);
    }

    @Test
    void verdicts_severalAtOneNumber_takeEffectTogetherInTheOrderOfTheQueue() {
        Board board = new Board("{n:1}");
        long first = board.mutate("[{op:'replace',path:'/n',value:2}]");
        long second = board.mutate("[{op:'add',path:'/m',value:3}]");

        board.coordinator.rejectMutation(second, "no", 1);
        board.coordinator.confirmMutationWithoutEffect(first, 1);
        assertThat(board.view()).isEqualTo(json("{n:2,m:3}"));
        board.delta("[{op:'add',path:'/o',value:1}]");

        assertThat(board.view()).isEqualTo(json("{n:1,o:1}"));
        assertThat(board.outcomes)
                .extracting(outcome -> outcome.mutation().clientSeq())
                .containsExactly(first, second);
    }

    @Test
    void ownDelta_addsToTheListWhatWasToBeReplacedThere_isNotTakenAsPredicted() {
        Board board = new Board("{l:[1,2]}");
        long number = board.mutate("[{op:'replace',path:'/l/0',value:9}]");

        board.own(number, "[{op:'add',path:'/l/0',value:9}]");

        assertThat(board.confirmed()).isEqualTo(json("{l:[9,1,2]}"));
        assertThat(board.view()).isEqualTo(json("{l:[9,1,2]}"));
    }

    @Test
    void ownDelta_aMemberThatIsSetAgainLater_becomesConfirmedBelowWithoutAWordToTheView() {
        Board board = new Board("{n:1,l:[{a:1}]}");
        long first = board.mutate("[{op:'replace',path:'/n',value:2},{op:'replace',path:'/l/0/a',value:2}]");
        long second = board.mutate("[{op:'replace',path:'/n',value:3},{op:'remove',path:'/l/0'}]");
        board.told.clear();

        board.own(first, "[{op:'replace',path:'/n',value:2},{op:'replace',path:'/l/0/a',value:2}]");

        assertThat(board.told).noneMatch(told -> told.startsWith("view"));
        assertThat(board.confirmed()).isEqualTo(json("{n:2,l:[{a:2}]}"));
        assertThat(board.pending()).isEqualTo("replace /n 3, remove /l/0");

        board.coordinator.rejectMutation(second, null);

        assertThat(board.view()).isEqualTo(json("{n:2,l:[{a:2}]}"));
    }

    @Test
    void pendingMutations_aboveANumber_areTheNextOnes() {
        Board board = new Board("{n:1}");
        for (int i = 0; i < 3; i++) {
            board.mutate("[{op:'replace',path:'/n',value:2}]");
        }

        assertThat(board.coordinator.pendingCount()).isEqualTo(3);
        assertThat(board.coordinator.pendingMutations(1, 1))
                .extracting(PendingMutation::clientSeq)
                .containsExactly(2L);
    }
}
