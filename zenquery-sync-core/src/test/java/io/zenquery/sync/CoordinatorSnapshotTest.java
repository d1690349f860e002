package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import java.util.List;
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
        board.snapshot(0, "{n:0}");

        assertThat(board.view()).isEqualTo(json("{n:0,m:1}"));
        assertThat(board.coordinator.confirmedServerSeq()).isZero();
    }

    @Test
    void beginEpoch_untilTheSnapshot_numberAndDocumentsAreThoseOfTheLogBefore() {
        Board board = new Board("{n:1}").delta("[{op:'replace',path:'/n',value:2}]");
        long first = board.mutate("[{op:'add',path:'/m',value:1}]");
        long second = board.mutate("[{op:'add',path:'/o',value:1}]");

        board.coordinator.beginEpoch();
        board.delta("[{op:'replace',path:'/n',value:9}]");
        board.coordinator.confirmMutationWithoutEffect(first, 1);
        board.coordinator.rejectMutation(second, "no", 0);

        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(1);
        assertThat(board.view()).as("verdicts count in the log to come").isEqualTo(json("{n:2,m:1,o:1}"));
        board.snapshot(0, "{n:0}");
        assertThat(board.view()).as("the second is rejected at 0").isEqualTo(json("{n:0,m:1}"));
        assertThat(board.coordinator.confirmedServerSeq()).isZero();
        board.delta("[{op:'replace',path:'/n',value:9}]");
        assertThat(board.view()).as("the first had no effect, as of 1").isEqualTo(json("{n:9}"));
    }

    @Test
    void snapshot_containingAnAcceptedInsert_keepsTheEditsInsideIt() {
        Board board = new Board("{l:[{t:'a'}]}");
        long number = board.mutate("[{op:'add',path:'/l/-',value:{t:'b'}}]");
        board.mutate("[{op:'replace',path:'/l/1/t',value:'B'}]");
        board.coordinator.confirmMutation(number, 3);

        board.snapshot(3, "{l:[{t:'a'},{t:'b'}]}");

        assertThat(board.view()).isEqualTo(json("{l:[{t:'a'},{t:'B'}]}"));
        assertThat(board.conflicts).isEmpty();
        assertThat(board.outcomes)
                .singleElement()
                .isEqualTo(new MutationOutcome.Confirmed(board.outcomes.get(0).mutation(), 3L));
    }

    @Test
    void snapshot_containingAMutationAcceptedWhileItWasHidden_showsWhatTheServerMadeOfIt() {
        Board board = new Board("{a:1,n:1}");
        long number = board.mutate("[{op:'test',path:'/a',value:1},{op:'replace',path:'/n',value:2}]");
        board.delta("[{op:'replace',path:'/a',value:5}]");
        board.coordinator.confirmMutation(number, 2);

        board.snapshot(2, "{a:5,n:7}");

        assertThat(board.view()).isEqualTo(json("{a:5,n:7}"));
        assertThat(board.coordinator.pendingMutations()).isEmpty();
    }

    @Test
    void snapshot_verdictsUpToItsNumber_takeEffectAndTheOthersWait() {
        Board board = new Board("{a:1,b:1,c:1}");
        long rejected = board.mutate("[{op:'replace',path:'/a',value:2}]");
        long empty = board.mutate("[{op:'replace',path:'/b',value:2}]");
        long later = board.mutate("[{op:'replace',path:'/c',value:2}]");
        board.coordinator.rejectMutation(rejected, "no", 4);
        board.coordinator.confirmMutationWithoutEffect(empty, 3);
        board.coordinator.rejectMutation(later, "no", 5);
        board.told.clear();

        board.snapshot(4, "{a:1,b:1,c:1}");

        assertThat(board.view()).isEqualTo(json("{a:1,b:1,c:2}"));
        assertThat(board.told).containsExactly("rollback replace /a 1", "view 4 replace /a 1, replace /b 1", "state");
        assertThat(board.outcomes)
                .extracting(outcome -> (Object) outcome.getClass())
                .containsExactly(MutationOutcome.Rejected.class, MutationOutcome.Confirmed.class);
    }

    @Test
    void snapshot_withoutAnAtom_takesItAway() {
        Board board = new Board("{n:1}");

        board.coordinator.processServerDelta(ServerDeltaMessage.snapshot(3, Map.of()), ConflictStrategies.REBASE);

        assertThat(board.confirmed()).isEqualTo(Json.ABSENT);
        assertThat(board.view()).isEqualTo(Json.ABSENT);
        assertThat(board.told).containsExactly("apply remove ", "view 1 remove ", "state");
    }

    @Test
    void snapshot_pastDeltasThatWait_forgetsThem() {
        Board board = new Board("{l:[]}");
        board.deltaAfter(1, 2, "[{op:'add',path:'/l/-',value:2}]");
        board.deltaAfter(2, 3, "[{op:'add',path:'/l/-',value:3}]");
        board.deltaAfter(3, 4, "[{op:'add',path:'/l/-',value:4}]");

        board.snapshot(3, "{l:[1,2,3]}");

        assertThat(board.view()).isEqualTo(json("{l:[1,2,3,4]}"));
        assertThat(board.coordinator.confirmedServerSeq()).isEqualTo(4);
        assertThat(board.coordinator.counts().duplicateDeltas()).isZero();
    }

    @Test
    void snapshot_afterAnAcceptedMutationMadeAnAtomThatIsGoneAgain_leavesNothingOfIt() {
        Board board = new Board("{}");
        AtomKey made = AtomKey.of("made");
        long number = board.coordinator.generateClientSeq();
        board.coordinator.registerPendingMutation(new PendingMutation(
                number, null, Map.of(made, List.of(Patch.add("", json("1"))))));
        board.coordinator.confirmMutation(number, 8); // delta 9 removes the atom, and neither delta arrives

        board.snapshot(9, "{}");

        assertThat(board.store.snapshot().confirmed()).containsOnlyKeys(Board.DOC);
        assertThat(board.store.snapshot().view()).containsOnlyKeys(Board.DOC);
    }
}
