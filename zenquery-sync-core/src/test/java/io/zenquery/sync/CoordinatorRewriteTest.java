package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Other patches in the place of pending ones. */
class CoordinatorRewriteTest {
    private final Board board = new Board("{all:{},n:0}");

    private Set<Long> rewrite(long number, String patch) {
        return board.coordinator.rewritePending(mutation ->
                mutation.clientSeq() == number ? mutation.withPatches(Map.of(Board.DOC, patch(patch))) : mutation);
    }

    @Test
    void rewrite_oneInTheMiddle_showsItsOtherPatchesAndKeepsTheRest() {
        board.mutate("[{op:'replace',path:'/n',value:1}]");
        long number = board.mutate("[{op:'add',path:'/all/tmp',value:1}]");
        board.mutate("[{op:'add',path:'/m',value:3}]");
        board.told.clear();

        assertThat(rewrite(number, "[{op:'add',path:'/all/id',value:1}]")).isEmpty();

        assertThat(board.view()).isEqualTo(json("{all:{id:1},n:1,m:3}"));
        assertThat(board.pending()).isEqualTo("replace /n 1, add /all/id 1, add /m 3");
        assertThat(board.told)
                .as("one step")
                .filteredOn(told -> told.startsWith("view"))
                .hasSize(1);
        board.coordinator.rejectMutation(number, null);
        assertThat(board.view()).isEqualTo(json("{all:{},n:1,m:3}"));
    }

    @Test
    void rewrite_sameMutations_changesNothing() {
        board.mutate("[{op:'replace',path:'/n',value:1}]");
        board.told.clear();

        assertThat(board.coordinator.rewritePending(mutation -> mutation)).isEmpty();

        assertThat(board.told).containsExactly("state");
        assertThat(board.pending()).isEqualTo("replace /n 1");
    }

    @Test
    void rewrite_patchesThatDoNotFit_areLostAndTheMutationStays() {
        long number = board.mutate("[{op:'replace',path:'/n',value:1}]");

        assertThat(rewrite(number, "[{op:'remove',path:'/nowhere'}]")).containsExactly(number);

        assertThat(board.view()).isEqualTo(json("{all:{},n:0}"));
        assertThat(board.coordinator.pendingMutations()).hasSize(1);
    }

    @Test
    void rewrite_behindOneThatIsNotInTheView_losesThePatchesOfThat() {
        long first = board.mutate("[{op:'add',path:'/a',value:1}]");
        long hidden = board.mutate("[{op:'test',path:'/n',value:0},{op:'add',path:'/b',value:1}]");
        board.delta("[{op:'replace',path:'/n',value:7}]");

        assertThat(rewrite(first, "[{op:'add',path:'/c',value:1}]")).containsExactly(hidden);

        assertThat(board.view()).isEqualTo(json("{all:{},n:7,c:1}"));
    }

    @Test
    void rewrite_mutationWithAVerdict_keepsIt() {
        long number = board.mutate("[{op:'add',path:'/all/tmp',value:1}]");
        board.coordinator.confirmMutation(number, 1);

        rewrite(number, "[{op:'add',path:'/all/id',value:1}]");
        board.told.clear();
        board.delta("[{op:'add',path:'/all/id',value:1}]");

        assertThat(board.coordinator.pendingMutations()).isEmpty();
        assertThat(board.told).as("as predicted").noneMatch(told -> told.startsWith("view"));
    }

    @Test
    void isHidden_tellsWhatAStrategyTookOutFromATestThatFails() {
        board.with(ConflictStrategies.FAIL);
        long failing = board.mutate("[{op:'test',path:'/n',value:0},{op:'add',path:'/a',value:1}]");
        long collided = board.mutate("[{op:'replace',path:'/n',value:1}]");

        board.delta("[{op:'replace',path:'/n',value:7}]");

        assertThat(board.coordinator.isHidden(collided)).isTrue();
        assertThat(board.coordinator.isHidden(failing)).isFalse();
        assertThat(board.coordinator.isVisible(failing)).isFalse();
        assertThat(board.coordinator.isHidden(99)).isFalse();
    }

    @Test
    void hasGap_untilTheMissingDeltasHaveCome_andASecondGapIsAskedForToo() {
        board.deltaAfter(1, 2, "[{op:'add',path:'/b',value:2}]");
        board.deltaAfter(3, 4, "[{op:'add',path:'/d',value:4}]");
        assertThat(board.coordinator.hasGap()).isTrue();

        board.deltaAfter(0, 1, "[{op:'add',path:'/a',value:1}]");
        assertThat(board.told).filteredOn(told -> told.startsWith("gap")).containsExactly("gap 0 2", "gap 2 4");
        assertThat(board.coordinator.hasGap()).isTrue();

        board.deltaAfter(2, 3, "[{op:'add',path:'/c',value:3}]");
        assertThat(board.coordinator.hasGap()).isFalse();
    }
}
