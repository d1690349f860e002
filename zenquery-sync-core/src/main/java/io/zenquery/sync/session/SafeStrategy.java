package io.zenquery.sync.session;

import io.zenquery.sync.conflict.Conflict;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An application's strategy, with {@code rebase} in its place where it fails: the server's change must not be lost by that.
 *
 * @param problems receives what failed, under the coordinator's lock
 */
record SafeStrategy(ConflictResolutionStrategy strategy, ProblemLog problems) implements ConflictResolutionStrategy {

    @Override
    public Map<AtomKey, List<Patch>> resolve(
            Map<AtomKey, List<Patch>> serverDelta, Map<AtomKey, List<Patch>> pendingPatches) {
        return safely(each -> each.resolve(serverDelta, pendingPatches));
    }

    @Override
    public Decision decide(Conflict conflict) {
        return safely(each -> each.decide(conflict));
    }

    private <T> T safely(Function<ConflictResolutionStrategy, T> call) {
        try {
            return call.apply(strategy);
        } catch (RuntimeException e) {
            problems.add("strategy-failed", "the conflict strategy failed, rebase takes its place: " + e);
            return call.apply(ConflictStrategies.REBASE);
        }
    }
}
