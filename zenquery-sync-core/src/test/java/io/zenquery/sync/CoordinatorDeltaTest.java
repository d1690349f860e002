package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fourth flow: a delta of the server. */
class CoordinatorDeltaTest {

    @Test
    void delta_inOrder_changesConfirmedAndTellsApply() {
        Board board = new Board("{n:1}");

        board.delta("[{op:'replace',path:'/n',value:2}]");

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(1);
        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));
        assertThat(board.told).containsExactly("apply replace /n 2", "view 1 replace /n 2", "state");
    }

    @Test
    void delta_withOrigin_removesTheMutationAndAppliesItsEffectInOneStep() {
        Board board = new Board("{l:[]}");
        long number = board.mutate("[{op:'add',path:'/l/0',value:{t:'a'}}]");
        board.mutate("[{op:'add',path:'/l/0/done',value:true}]");
        board.told.clear();

        board.own(number, "[{op:'add',path:'/l/0',value:{t:'a',stamp:5}}]");

        assertThat(board.view()).isEqualTo(json("{l:[{t:'a',stamp:5,done:true}]}"));
        assertThat(board.told).filteredOn(line -> line.startsWith("view")).hasSize(1);
        assertThat(board.coordinator.pendingMutations()).hasSize(1);
    }

    @Test
    void delta_duplicate_isIgnoredAndCounted() {
        Board board = new Board("{n:1}").delta("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        board.coordinator.processServerDelta(
                ServerDeltaMessage.of(1, Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:3}]"))),
                ConflictStrategies.REBASE);

        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));
        assertThat(board.told).isEmpty();
        assertThat(board.coordinator.counts().duplicateDeltas()).isEqualTo(1);
    }

    @Test
    void delta_gap_isKeptAskedForOnceAndAppliedWhenFilled() {
        Board board = new Board("{l:[]}");
        board.deltaAfter(2, 3, "[{op:'add',path:'/l/-',value:3}]");
        board.deltaAfter(1, 2, "[{op:'add',path:'/l/-',value:2}]");
        assertThat(board.told).containsExactly("gap 0 3");
        assertThat(board.coordinator.counts().gaps()).isEqualTo(1);
        assertThat(board.confirmed()).isEqualTo(json("{l:[]}"));

        board.deltaAfter(0, 1, "[{op:'add',path:'/l/-',value:1}]");

        assertThat(board.confirmed()).isEqualTo(json("{l:[1,2,3]}"));
        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(board.coordinator.counts().gaps()).isEqualTo(1);
    }

    @Test
    void delta_prevServerSeqSkipsNumbers_isInOrder() {
        Board board = new Board("{n:1}");

        board.deltaAfter(0, 5, "[{op:'replace',path:'/n',value:2}]");

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(5);
        assertThat(board.told).doesNotContain("gap 0 5");
    }

    @Test
    void delta_thatDoesNotFit_isRefusedAndChangesNothing() {
        Board board = new Board("{n:1}");
        board.mutate("[{op:'replace',path:'/n',value:2}]");
        board.told.clear();

        assertThatExceptionOfType(InvalidDeltaException.class)
                .isThrownBy(() -> board.delta("[{op:'remove',path:'/x'}]"))
                .withMessageContaining("delta 1")
                .withMessageContaining("Ask for a snapshot");
        assertThat(board.coordinator.confirmedServerSeq()).isZero();
        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.told).isEmpty();
    }

    @Test
    void delta_moreWaitThanTheBufferHolds_keepsTheLowest() {
        Board board = new Board("{l:[]}", new CoordinatorBuilder().gapBuffer(2));
        board.deltaAfter(3, 4, "[{op:'add',path:'/l/-',value:4}]");
        board.deltaAfter(1, 2, "[{op:'add',path:'/l/-',value:2}]");
        board.deltaAfter(2, 3, "[{op:'add',path:'/l/-',value:3}]");

        board.deltaAfter(0, 1, "[{op:'add',path:'/l/-',value:1}]");

        assertThat(board.confirmed()).isEqualTo(json("{l:[1,2,3]}"));
        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(3);
        assertThat(board.coordinator.counts().gaps()).isEqualTo(1);
    }

    @Test
    void delta_thatWaitedAndDoesNotFit_isNotTriedAgain() {
        Board board = new Board("{n:1}");
        board.deltaAfter(1, 2, "[{op:'remove',path:'/x'}]");

        assertThatExceptionOfType(InvalidDeltaException.class)
                .isThrownBy(() -> board.deltaAfter(0, 1, "[{op:'replace',path:'/n',value:2}]"))
                .withMessageContaining("delta 2");
        assertThat(board.confirmed()).isEqualTo(json("{n:2}"));

        board.deltaAfter(0, 1, "[{op:'replace',path:'/n',value:2}]");
        board.deltaAfter(1, 2, "[{op:'replace',path:'/n',value:3}]");
        assertThat(board.confirmed()).isEqualTo(json("{n:3}"));
    }

    @Test
    void serverDeltaMessage_numbersOutOfOrder_areRefused() {
        ServerDeltaMessage.Patches nothing = new ServerDeltaMessage.Patches(Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerDeltaMessage(nothing, -1, null, null, null))
                .withMessageContaining("got -1");
        for (long previous : new long[] {-1, 4, 5}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ServerDeltaMessage(nothing, 4, previous, null, null))
                    .withMessageContaining("below serverSeq 4, got " + previous);
        }
    }
}
