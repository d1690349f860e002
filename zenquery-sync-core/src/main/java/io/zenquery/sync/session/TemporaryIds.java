package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.protocol.IdMapping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What temporary ids have become. The pending mutations, and with them the view, follow at once; mutations that are submitted later with
 * a temporary id are mapped as they come in, as long as it is among the last that were learnt. Thread-safe.
 */
final class TemporaryIds {
    private static final int REMEMBERED = 1_000;

    private final OptimisticSyncCoordinator coordinator;
    private final Map<String, String> known = new LinkedHashMap<>(); // guarded by this
    private volatile IdMapping mapping = new IdMapping(Map.of());

    TemporaryIds(OptimisticSyncCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    /**
     * Learns what ids have become.
     *
     * @return the pending mutations that lost their patches by that
     */
    Set<Long> learn(Map<String, String> ids) {
        synchronized (this) {
            known.putAll(ids);
            while (known.size() > REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
            mapping = new IdMapping(known);
        }
        IdMapping news = new IdMapping(ids);
        return coordinator.rewritePending(pending -> map(pending, news));
    }

    private static PendingMutation map(PendingMutation pending, IdMapping news) {
        return new PendingMutation(
                pending.clientSeq(),
                pending.mutationInfo() instanceof MutationRequest request ? request.map(news) : pending.mutationInfo(),
                news.map(pending.optimisticPatches()),
                Map.of(),
                pending.stamp());
    }

    /** The request with the final ids that are known. */
    MutationRequest map(MutationRequest request) {
        IdMapping ids = mapping;
        return ids.isEmpty() ? request : request.map(ids);
    }
}
