package io.zenquery.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.CoordinatorState.Buffered;
import io.zenquery.sync.CoordinatorState.Due;
import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.CoordinatorState.Verdict;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.LongMap;
import io.zenquery.sync.overlay.Overlay;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;

/** The checker of the invariants is checked: it holds for what a coordinator builds, and for nothing that breaks a rule. */
class CoordinatorStateTest {
    private static final PendingMutation MUTATION = new PendingMutation(1, null, Map.of());
    private static final Verdict VERDICT = new Verdict.InDelta(7);
    private static final Overlay ONE_PENDING =
            Overlay.empty().register(1, Map.of(), Map.of(), atom -> null).next();

    @Test
    void invariants_nothingPendingOrAMutationWithItsVerdict_hold() {
        assertThat(CoordinatorState.empty().invariantsHold()).isTrue();
        assertThat(state(pending(new Pending(MUTATION, VERDICT)), due(7), waiting(4))
                        .invariantsHold())
                .isTrue();
    }

    @Test
    void invariants_queueThatTheOverlayDoesNotHave_doNotHold() {
        assertThat(state(LongMap.empty(), TreePMap.empty(), waiting(4)).invariantsHold())
                .isFalse();
    }

    @Test
    void invariants_verdictThatIsDueForNoMutation_doNotHold() {
        assertThat(state(pending(new Pending(MUTATION, null)), due(7), waiting(4))
                        .invariantsHold())
                .isFalse();
    }

    @Test
    void invariants_verdictThatIsNeverDue_doNotHold() {
        CoordinatorState state = state(pending(new Pending(MUTATION, VERDICT)), due(8), waiting(4));

        assertThatExceptionOfType(AssertionError.class).isThrownBy(state::invariantsHold);
    }

    @Test
    void invariants_deltaThatWaitsThoughItWasApplied_doNotHold() {
        LongMap<Pending> pending = pending(new Pending(MUTATION, null));

        assertThat(state(pending, TreePMap.empty(), waiting(3)).invariantsHold())
                .isFalse();
        assertThat(state(pending, TreePMap.empty(), waiting(4)).invariantsHold())
                .isTrue();
    }

    private static CoordinatorState state(
            LongMap<Pending> pending, TreePMap<Due, Verdict> due, SortedMap<Long, Buffered> buffer) {
        return new CoordinatorState(3, 0, ONE_PENDING, pending, due, buffer, new CoordinatorCounts(0, 0, 0), false);
    }

    private static LongMap<Pending> pending(Pending only) {
        return LongMap.<Pending>empty().with(1, only);
    }

    private static TreePMap<Due, Verdict> due(long at) {
        return TreePMap.singleton(new Due(at, 1), VERDICT);
    }

    private static SortedMap<Long, Buffered> waiting(long number) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(
                Map.of(number, new Buffered(ServerDeltaMessage.of(number, Map.of()), ConflictStrategies.REBASE))));
    }
}
