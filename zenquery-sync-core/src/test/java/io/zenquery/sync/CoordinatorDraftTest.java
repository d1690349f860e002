package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Mutations that were drafted on an older version of the view. */
class CoordinatorDraftTest {

    @Test
    void register_draftOfAnOlderView_isCarriedToThePresentOne() {
        Board board = new Board("{l:['a','b']}");
        long version = board.coordinator.viewVersion();
        board.delta("[{op:'add',path:'/l/0',value:'x'}]");
        long number = board.coordinator.generateClientSeq();

        board.coordinator.registerPendingMutation(
                Board.mutation(number, "[{op:'replace',path:'/l/1',value:'B'}]"), version);

        assertThat(board.view()).isEqualTo(json("{l:['x','a','B']}"));
    }

    @Test
    void register_draftWhosePlaceIsGoneOrTooOld_isRefused() {
        Board board = new Board("{l:['a','b']}", new CoordinatorBuilder().viewHistory(2));
        long version = board.coordinator.viewVersion();
        board.delta("[{op:'remove',path:'/l/1'}]");
        PendingMutation draft =
                Board.mutation(board.coordinator.generateClientSeq(), "[{op:'replace',path:'/l/1',value:'B'}]");

        assertThatExceptionOfType(StaleViewException.class)
                .isThrownBy(() -> board.coordinator.registerPendingMutation(draft, version))
                .withMessageContaining("Draft the mutation on the present view");
        board.delta("[{op:'add',path:'/m',value:1}]").delta("[{op:'add',path:'/m',value:2}]");
        assertThatExceptionOfType(StaleViewException.class)
                .isThrownBy(() -> board.coordinator.registerPendingMutation(draft, version));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
    }
}
