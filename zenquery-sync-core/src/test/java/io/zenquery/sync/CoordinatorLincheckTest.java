package io.zenquery.sync;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import java.util.Map;
import java.util.TreeSet;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The coordinator's operations are linearizable: whatever the threads do, each has results that some order of the calls has, one after the
 * other. Lincheck makes up the calls, runs them on threads, and looks for that order.
 */
@Param(name = "number", gen = LongGen.class, conf = "1:3")
public class CoordinatorLincheckTest {
    private static final AtomKey DOC = AtomKey.of("doc");

    private final AtomStore store = new AtomStore(Map.of(DOC, json("{}")));
    private final OptimisticSyncCoordinator coordinator =
            new CoordinatorBuilder().stateLayer(store).build();

    @Operation
    public long register() {
        return coordinator.registerNext(
                number -> new PendingMutation(
                        number, null, Map.of(DOC, patch("[{op:'add',path:'/m" + number + "',value:1}]"))),
                coordinator.viewVersion());
    }

    @Operation
    public void delta(@Param(name = "number") long number) {
        coordinator.processServerDelta(
                ServerDeltaMessage.of(number, Map.of(DOC, patch("[{op:'add',path:'/s" + number + "',value:1}]"))),
                ConflictStrategies.REBASE);
    }

    @Operation
    public void confirm(@Param(name = "number") long number) {
        coordinator.confirmMutation(number);
    }

    @Operation
    public void confirmInDelta(@Param(name = "number") long number) {
        coordinator.confirmMutation(number, number);
    }

    @Operation
    public void reject(@Param(name = "number") long number) {
        coordinator.rejectMutation(number, "no");
    }

    @Operation
    public void beginEpoch() {
        coordinator.beginEpoch();
    }

    @Operation
    public long confirmedServerSeq() {
        return coordinator.confirmedServerSeq();
    }

    @Operation
    public String pending() {
        return coordinator.pendingMutations().stream()
                .map(PendingMutation::clientSeq)
                .toList()
                .toString();
    }

    @Operation
    public String view() {
        return new TreeSet<>(store.view(DOC).propertyNames()).toString();
    }

    @Test
    void operations_onManyThreads_areLinearizable() {
        new StressOptions()
                .iterations(25)
                .invocationsPerIteration(250)
                .threads(3)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .check(CoordinatorLincheckTest.class);
    }

    /** A planted race: two threads can register in another order than they took their numbers, which no single thread could. */
    public static class TwoSteps {
        private final OptimisticSyncCoordinator coordinator = new CoordinatorBuilder()
                .stateLayer(new AtomStore(Map.of(DOC, json("{}"))))
                .build();

        @Operation
        public long register() {
            long number = coordinator.generateClientSeq();
            Thread.yield(); // on a single processor nobody would come between otherwise
            coordinator.registerPendingMutation(new PendingMutation(number, null, Map.of()));
            return number;
        }
    }

    @Test
    void registration_inTwoSteps_isFoundOut() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> new StressOptions()
                        .iterations(20)
                        .invocationsPerIteration(2_000)
                        .threads(2)
                        .actorsPerThread(4)
                        .minimizeFailedScenario(false)
                        .check(TwoSteps.class));
    }
}
