package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mutations that were drafted on an older version of the view. */
class CoordinatorDraftTest {

    @Test
    void draft_ofAnOlderView_isCarriedToThePresentOne() {
        Board board = new Board("{l:['a','b']}").delta("[{op:'add',path:'/l/0',value:'w'}]");
        long version = board.coordinator.viewVersion();
        board.delta("[{op:'add',path:'/l/0',value:'x'}]").delta("[{op:'add',path:'/l/0',value:'y'}]");

        draft(board, version, "[{op:'replace',path:'/l/1',value:'A'}]");

        assertThat(board.view()).isEqualTo(json("{l:['y','x','w','A','b']}"));
    }

    @Test
    void draft_ofThePresentView_isTakenAsItIs() {
        Board board = new Board("{l:['a']}").delta("[{op:'add',path:'/l/0',value:'x'}]");

        draft(board, board.coordinator.viewVersion(), "[{op:'replace',path:'/l/1',value:'A'}]");

        assertThat(board.view()).isEqualTo(json("{l:['x','A']}"));
    }

    @Test
    void draft_ofThePresentViewWithoutStateLayer_keepsItsInverse() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        List<String> told = new ArrayList<>();
        coordinator.onRollback(inverse -> told.add(Board.text(inverse)));
        long number = coordinator.generateClientSeq();

        coordinator.registerPendingMutation(
                new PendingMutation(
                        number,
                        null,
                        Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:2}]")),
                        Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:1}]")),
                        null),
                0);
        coordinator.rejectMutation(number, null);

        assertThat(told).containsExactly("replace /n 1");
    }

    @Test
    void draft_withoutStateLayer_isCarriedOverWhatTheViewWasTold() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        long first = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(Board.mutation(first, "[{op:'add',path:'/l/0',value:'x'}]"));
        long second = coordinator.generateClientSeq();

        coordinator.registerPendingMutation(Board.mutation(second, "[{op:'replace',path:'/l/1',value:'B'}]"), 0);

        assertThat(Board.text(coordinator.pendingPatches(second))).isEqualTo("replace /l/2 \"B\"");
    }

    @Test
    void draft_insideAMemberThatLooksLikeAnIndex_isReadOnTheViewItWasMadeOn() {
        Board board = new Board("{users:{'1':{n:'a'}}}");
        long version = board.coordinator.viewVersion();
        board.delta("[{op:'add',path:'/users/0',value:{}}]");
        board.delta("[{op:'add',path:'/users/2',value:{}},{op:'remove',path:'/users/0'}]");

        draft(board, version, "[{op:'replace',path:'/users/1/n',value:'b'}]");

        assertThat(board.view()).isEqualTo(json("{users:{'1':{n:'b'},'2':{}}}"));
    }

    @Test
    void draft_ofAnAtomThatHasNotChangedSince_isReadOnThePresentView() {
        Board board = new Board("{users:{'1':{n:'a'}}}");
        long version = board.coordinator.viewVersion();
        board.change(Board.OTHER, "[{op:'add',path:'',value:{}}]");

        draft(board, version, "[{op:'add',path:'/users/1/m',value:1},{op:'move',from:'/users/1',path:'/users/0'}]");

        assertThat(board.view()).isEqualTo(json("{users:{'0':{n:'a',m:1}}}"));
    }

    @Test
    void draft_whosePlaceIsGoneOrWasWritten_isRefused() {
        for (String delta : List.of(
                "[{op:'remove',path:'/l/1'}]", "[{op:'replace',path:'/l/1',value:'d'}]", "[{op:'remove',path:'/l'}]")) {
            Board board = new Board("{l:['a','b']}");
            long version = board.coordinator.viewVersion();
            board.delta(delta);

            assertThatExceptionOfType(StaleViewException.class)
                    .isThrownBy(() -> draft(board, version, "[{op:'replace',path:'/l/1',value:'B'}]"))
                    .withMessageContaining("the view changed there since version " + version)
                    .withMessageContaining("Draft the mutation on the present view");
            assertThat(board.coordinator.pendingMutations()).isEmpty();
        }
    }

    @Test
    void draft_farBack_isTakenAsFarAsTheHistoryReaches() {
        Board board = new Board("{l:['a']}", new CoordinatorBuilder().viewHistory(2));
        for (int i = 1; i <= 3; i++) {
            board.delta("[{op:'add',path:'/l/0',value:" + i + "}]");
        }

        for (long version : new long[] {-1, 0, 4}) {
            assertThatExceptionOfType(StaleViewException.class)
                    .isThrownBy(() -> draft(board, version, "[{op:'remove',path:'/l/0'}]"))
                    .withMessageContaining("expected a view version from 1 to 3, got " + version);
        }
        draft(board, 1, "[{op:'replace',path:'/l/1',value:'A'}]");
        assertThat(board.view()).isEqualTo(json("{l:[3,2,1,'A']}"));
    }

    @Test
    void draft_withANumberThatIsNotFree_isRefused() {
        Board board = new Board("{n:1}");
        long taken = board.mutate("[{op:'replace',path:'/n',value:2}]");

        for (long number : new long[] {taken, taken + 1, 0, -1}) {
            assertThatExceptionOfType(SequenceException.class)
                    .isThrownBy(() -> board.coordinator.registerPendingMutation(
                            Board.mutation(number, "[{op:'remove',path:'/n'}]"), 1))
                    .withMessageContaining("got " + number);
        }
    }

    private static void draft(Board board, long version, String patch) {
        board.coordinator.registerPendingMutation(
                Board.mutation(board.coordinator.generateClientSeq(), patch), version);
    }
}
