package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a coordinator answers about its queue and its view. */
class CoordinatorReadTest {

    @Test
    void getPendingPatches_severalMutations_areInOrderAndTakeConfirmedToView() {
        Board board = new Board("{l:[1,2]}");
        board.mutate("[{op:'add',path:'/l/0',value:0}]");
        board.mutate("[{op:'remove',path:'/l/2'}]");

        assertThat(board.pending()).isEqualTo("add /l/0 0, remove /l/2");

        board.delta("[{op:'add',path:'/l/0',value:9}]");

        assertThat(board.pending()).isEqualTo("add /l/1 0, remove /l/3");
        assertThat(board.view()).isEqualTo(json("{l:[9,0,1]}"));
    }

    @Test
    void getPendingPatches_readAsAMap_hasTheAtomsWithPendingEditsAlone() {
        Board board = new Board("{n:1}");
        board.mutate("[{op:'replace',path:'/n',value:2}]");

        Map<AtomKey, List<Patch>> pending = board.coordinator.getPendingPatches();

        assertThat(pending).containsOnlyKeys(Board.DOC);
        assertThat(pending.containsKey(Board.DOC)).isTrue();
        assertThat(pending.containsKey(AtomKey.of("other"))).isFalse();
        assertThat(pending.containsKey(null)).isFalse();
        assertThat(pending.get(AtomKey.of("other"))).isNull();
        assertThat(pending.get(null)).isNull();
    }

    @Test
    void pendingPatches_mutationWhoseTestFails_areNoneAndItIsNotVisible() {
        Board board = new Board("{a:1,n:1}");
        long number = board.mutate("[{op:'test',path:'/a',value:1},{op:'replace',path:'/n',value:2}]");
        assertThat(board.coordinator.isVisible(number)).isTrue();
        assertThat(board.coordinator.pendingPatches(number)).containsOnlyKeys(Board.DOC);

        board.delta("[{op:'replace',path:'/a',value:5}]");

        assertThat(board.coordinator.isVisible(number)).isFalse();
        assertThat(board.coordinator.pendingPatches(number)).isEmpty();
        assertThat(board.coordinator.pendingMutations()).hasSize(1);
    }

    @Test
    void pendingPatches_numberThatIsNotPending_isRefusedAndNotVisible() {
        Board board = new Board("{n:1}");
        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.coordinator.rejectMutation(number, "no");

        assertThat(board.coordinator.isVisible(number)).isFalse();
        assertThatExceptionOfType(SequenceException.class)
                .isThrownBy(() -> board.coordinator.pendingPatches(number))
                .withMessageContaining("got " + number);
    }

    @Test
    void viewVersion_stepThatChangesTheView_isOneMore() {
        Board board = new Board("{n:1}");
        assertThat(board.coordinator.viewVersion()).isZero();

        long number = board.mutate("[{op:'replace',path:'/n',value:2}]");
        assertThat(board.coordinator.viewVersion()).isEqualTo(1);

        board.own(number, "[{op:'replace',path:'/n',value:2}]");
        assertThat(board.coordinator.viewVersion()).as("as predicted").isEqualTo(1);
    }
}
