package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first flow: a mutation is numbered and registered. */
class CoordinatorRegisterTest {

    @Test
    void generateClientSeq_calledAgain_increasesFromOne() {
        Board board = new Board("{}");

        assertThat(board.coordinator.generateClientSeq()).isEqualTo(1);
        assertThat(board.coordinator.generateClientSeq()).isEqualTo(2);
        assertThat(new CoordinatorBuilder().lastClientSeq(41).build().generateClientSeq())
                .isEqualTo(42);
    }

    @Test
    void register_mutation_showsInViewQueueAndPendingPatches() {
        Board board = new Board("{n:1}");

        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");

        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.confirmed()).isEqualTo(json("{n:1}"));
        assertThat(board.coordinator.pendingMutations())
                .extracting(PendingMutation::clientSeq)
                .containsExactly(number);
        assertThat(board.pending()).isEqualTo("replace /n 2");
        assertThat(board.told).containsExactly("view 1 replace /n 2", "state");
    }

    @Test
    void register_reusedUnknownOrOldNumber_isRefused() {
        Board board = new Board("{n:1}");
        long first = board.coordinator.generateClientSeq();
        long second = board.mutate("[{op:'replace',path:'/n',value:2}]");

        for (long number : new long[] {second, first, second + 1, 0, -1}) {
            assertThatExceptionOfType(SequenceException.class)
                    .isThrownBy(() -> board.coordinator.registerPendingMutation(
                            Board.mutation(number, "[{op:'remove',path:'/n'}]")))
                    .withMessageContaining("got " + number + (number > second ? ", which was never generated" : ". "));
        }
        assertThat(board.view()).isEqualTo(json("{n:2}"));
    }

    @Test
    void register_patchThatDoesNotFitOrTestThatFails_isRefusedAndNumberStaysFree() {
        Board board = new Board("{n:1}");
        long number = board.coordinator.generateClientSeq();

        for (String bad : List.of(
                "[{op:'remove',path:'/x'}]",
                "[{op:'replace',path:'/n',value:2},{op:'test',path:'/n',value:1}]",
                "[{op:'add',path:'/n/0',value:2}]")) {
            assertThatExceptionOfType(InvalidMutationException.class)
                    .isThrownBy(() -> board.coordinator.registerPendingMutation(Board.mutation(number, bad)))
                    .withMessageContaining("mutation " + number);
        }
        assertThat(board.view()).isEqualTo(json("{n:1}"));
        assertThat(board.told).isEmpty();
        board.coordinator.registerPendingMutation(Board.mutation(number, "[{op:'remove',path:'/n'}]"));
        assertThat(board.view()).isEqualTo(json("{}"));
    }

    @Test
    void numericMemberName_isAMemberWhereTheDocumentHasAnObject() {
        Board board = new Board("{users:{'42':{n:'a'}},list:[]}");
        board.mutate("[{op:'replace',path:'/users/42/n',value:'b'}]");

        board.delta("[{op:'add',path:'/users/0',value:{}}]");

        assertThat(board.view()).isEqualTo(json("{users:{'42':{n:'b'},'0':{}},list:[]}"));
    }

    @Test
    void symbolKey_equalsOnlyItself() {
        AtomKey local = AtomKey.symbol("cart");
        Board board = new Board("{}");
        long number = board.coordinator.generateClientSeq();

        board.coordinator.registerPendingMutation(new PendingMutation(
                number, null, Map.of(local, List.of(Patch.add("", json("{n:1}"))))));

        assertThat(board.store.view(local)).isEqualTo(json("{n:1}"));
        assertThat(board.store.view(AtomKey.symbol("cart")).isMissingNode()).isTrue();
        assertThat(AtomKey.of("a")).isEqualTo(AtomKey.of("a"));
    }

    @Test
    void nullArguments_areRefused() {
        Board board = new Board("{n:1}");

        assertThatNullPointerException()
                .isThrownBy(() -> board.coordinator.processServerDelta(null, ConflictStrategies.REBASE));
        assertThatNullPointerException().isThrownBy(() -> new PendingMutation(1, null, null));
    }
}
