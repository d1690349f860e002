package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fourth flow, with the whole state instead of a change; and a log that begins anew. */
class CoordinatorSnapshotTest {

    @Test
    void snapshot_withPendingEdits_replacesConfirmedAndRebasesByIdentityKey() {
        Board board = new Board(
                "{l:[{id:1,t:'a'},{id:2,t:'b'}]}",
                new CoordinatorBuilder()
                        .identityKeys((atom, path) -> path.toString().equals("/l") ? "id" : null));
        board.mutate("[{op:'replace',path:'/l/1/t',value:'B'}]");

        board.snapshot(9, "{l:[{id:3,t:'c'},{id:2,t:'b2'},{id:1,t:'a'}]}");

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(9);
        assertThat(board.view()).isEqualTo(json("{l:[{id:3,t:'c'},{id:2,t:'B'},{id:1,t:'a'}]}"));
    }

    @Test
    void snapshot_listWithoutIdentityKey_handsEditsInsideBackAsLost() {
        Board board = new Board("{l:[{t:'a'}],n:1}");
        board.mutate("[{op:'replace',path:'/l/0/t',value:'A'},{op:'replace',path:'/n',value:2}]");

        board.snapshot(4, "{l:[{t:'x'},{t:'a'}],n:1}");

        assertThat(board.view()).isEqualTo(json("{l:[{t:'x'},{t:'a'}],n:2}"));
        assertThat(board.conflicts).hasSize(1);
    }

    @Test
    void snapshot_containingAnAcceptedMutation_doesNotShowItTwice() {
        Board board = new Board("{l:[1]}");
        long number = board.mutate("[{op:'add',path:'/l/-',value:2}]");
        board.coordinator.confirmMutation(number, 3);

        board.snapshot(5, "{l:[1,2]}");

        assertThat(board.view()).isEqualTo(json("{l:[1,2]}"));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
    }

    @Test
    void snapshot_withAVerdictAboveACorrection_isApplied() {
        Board board = new Board("{l:['a']}");
        board.with((delta, pending) ->
                Map.of(Board.DOC, patch("[{op:'add',path:'/l/0',value:'c'},{op:'add',path:'/l/0',value:'s'}]")));
        board.delta("[{op:'add',path:'/l/0',value:'s'}]");
        board.with(ConflictStrategies.REBASE);
        long number = board.mutate("[{op:'replace',path:'/l/2',value:'A'}]");
        board.coordinator.confirmMutation(number, 2);

        board.snapshot(2, "{l:['s','A']}");

        assertThat(board.view()).isEqualTo(json("{l:['s','A']}"));
    }

    @Test
    void beginEpoch_numbersBeginAnew_andPendingSurvivesTheSnapshot() {
        Board board = new Board("{n:1}").delta("[{op:'replace',path:'/n',value:2}]");
        board.mutate("[{op:'add',path:'/m',value:1}]");

        board.coordinator.beginEpoch();
        assertThat(board.coordinator.confirmedServerSeq()).isZero();
        board.snapshot(0, "{n:0}");

        assertThat(board.view()).isEqualTo(json("{n:0,m:1}"));
    }
}
