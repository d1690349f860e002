package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An application's own strategy that returns another delta than the server's. */
class CoordinatorCorrectionsTest {
    private static final Map<AtomKey, List<Patch>> MARK =
            Map.of(Board.DOC, patch("[{op:'add',path:'/l/0',value:'s'},{op:'add',path:'/mark',value:true}]"));
    private JsonNode folded;

    @Test
    void strategy_addsToTheDelta_correctsByWhatItAddedAlone() {
        Board board = new Board("{l:['a']}");

        board.with((delta, pending) -> MARK).delta("[{op:'add',path:'/l/0',value:'s'}]");

        assertThat(board.view()).isEqualTo(json("{l:['s','a'],mark:true}"));
        assertThat(board.confirmed()).isEqualTo(json("{l:['s','a']}"));
        assertThat(board.told)
                .containsExactly(
                        "apply add /l/0 \"s\", add /mark true", "view 1 add /l/0 \"s\", add /mark true", "state");
    }

    @Test
    void strategy_leavesOutPartOfTheDelta_takesThatPartBackAlone() {
        Board board = new Board("{l:['a']}");

        board.with((delta, pending) -> Map.of(Board.DOC, patch("[{op:'add',path:'/l/0',value:'s'}]")))
                .delta("[{op:'add',path:'/l/0',value:'s'},{op:'add',path:'/mark',value:true}]");

        assertThat(board.view()).isEqualTo(json("{l:['s','a']}"));
        assertThat(board.confirmed()).isEqualTo(json("{l:['s','a'],mark:true}"));
    }

    @Test
    void strategy_changesAnAtomThatTheDeltaDoesNot_correctsThatOneToo() {
        Board board = new Board("{n:1}");

        board.with((delta, pending) ->
                        Map.of(Board.DOC, delta.get(Board.DOC), Board.OTHER, patch("[{op:'add',path:'',value:{m:1}}]")))
                .delta("[{op:'replace',path:'/n',value:2}]");

        assertThat(board.view()).isEqualTo(json("{n:2}"));
        assertThat(board.store.view(Board.OTHER)).isEqualTo(json("{m:1}"));
    }

    @Test
    void onApplyDelta_withCorrections_foldsToWhatTheViewShowsWithoutPendingMutations() {
        Board board = new Board("{l:['a']}");
        folded = board.view();
        board.coordinator.onApplyDelta(
                delta -> folded = JsonPatch.apply(folded, delta.getOrDefault(Board.DOC, List.of())));
        board.with((delta, pending) -> MARK).delta("[{op:'add',path:'/l/0',value:'s'}]");

        board.with(ConflictStrategies.REBASE)
                .delta("[{op:'add',path:'/l/0',value:'t'}]")
                .delta("[{op:'add',path:'/mark',value:false},{op:'remove',path:'/l/1'}]")
                .delta("[{op:'add',path:'/n',value:1}]");

        assertThat(board.view()).isEqualTo(json("{l:['t','a'],mark:false,n:1}"));
        assertThat(folded).isEqualTo(board.view());
    }
}
