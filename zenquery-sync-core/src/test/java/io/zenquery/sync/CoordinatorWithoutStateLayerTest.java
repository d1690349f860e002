package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A coordinator that knows no documents: values come from inverse patches alone. */
class CoordinatorWithoutStateLayerTest {

    @Test
    void withoutStateLayer_inverseGiven_rollsBackExactly() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        List<String> told = new ArrayList<>();
        coordinator.onRollback(inverse -> told.add(Board.text(inverse)));
        long number = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(new PendingMutation(
                number,
                null,
                Map.of(Board.DOC, patch("[{op:'replace',path:'/n',value:2},{op:'remove',path:'/l/3'}]")),
                Map.of(Board.DOC, patch("[{op:'add',path:'/l/3',value:'d'},{op:'replace',path:'/n',value:1}]")),
                null));
        coordinator.processServerDelta(
                ServerDeltaMessage.of(1, Map.of(Board.DOC, patch("[{op:'add',path:'/l/0',value:'x'}]"))),
                ConflictStrategies.REBASE);

        coordinator.rejectMutation(number, null);

        assertThat(told).containsExactly("add /l/4 \"d\", replace /n 1");
    }

    @Test
    void withoutStateLayer_valueNotKnown_namesTheAtomToRecompute() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        List<ViewChange> changes = new ArrayList<>();
        coordinator.onViewChange(changes::add);
        long number = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(Board.mutation(number, "[{op:'replace',path:'/n',value:2}]"));

        coordinator.rejectMutation(number, null);

        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).recompute()).containsExactly(Board.DOC);
        assertThat(coordinator.getPendingPatches()).isEmpty();
    }

    @Test
    void withoutStateLayer_snapshot_tellsEachAtomWhole() {
        OptimisticSyncCoordinator coordinator = new CoordinatorBuilder().build();
        List<String> told = new ArrayList<>();
        coordinator.onApplyDelta(delta -> told.add(Board.text(delta)));
        long accepted = coordinator.generateClientSeq();
        coordinator.registerPendingMutation(Board.mutation(accepted, "[{op:'replace',path:'/n',value:2}]"));
        coordinator.confirmMutation(accepted, 3);

        coordinator.processServerDelta(
                ServerDeltaMessage.snapshot(3, Map.of(Board.DOC, json("{n:2}"))), ConflictStrategies.REBASE);
        assertThat(told).containsExactly("add  {\"n\":2}");
        assertThat(coordinator.pendingMutations()).isEmpty();
        told.clear();

        coordinator.registerPendingMutation(
                Board.mutation(coordinator.generateClientSeq(), "[{op:'replace',path:'/n',value:4}]"));
        coordinator.processServerDelta(ServerDeltaMessage.snapshot(5, Map.of()), ConflictStrategies.REBASE);
        assertThat(told).as("an atom with pending edits that is gone").containsExactly("remove ");
    }
}
