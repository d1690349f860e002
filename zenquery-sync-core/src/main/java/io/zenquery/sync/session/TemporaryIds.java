package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.protocol.IdMapping;
import java.util.HashMap;
import java.util.HashSet;
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
    private final Map<Long, Set<String>> created = new HashMap<>(); // by pending mutations; guarded by this
    private final Set<Long> naming =
            new HashSet<>(); // pending mutations that name ids of earlier ones; guarded by this
    private volatile IdMapping mapping = new IdMapping(Map.of());

    TemporaryIds(OptimisticSyncCoordinator coordinator) {
        this.coordinator = coordinator;
        coordinator.pendingMutations().forEach(pending -> {
            if (pending.mutationInfo() instanceof MutationRequest request) {
                registered(pending.clientSeq(), request);
            }
        });
    }

    // --------------------------------------------------------------------------------------------------- the queue

    /** A mutation is pending from now on. */
    synchronized void registered(long clientSeq, MutationRequest request) {
        if (!created.isEmpty() && names(request)) {
            naming.add(clientSeq);
        }
        if (!request.creates().isEmpty()) {
            created.put(clientSeq, request.creates());
        }
    }

    private boolean names(MutationRequest request) {
        Map<String, String> any = new HashMap<>();
        created.values().forEach(ids -> ids.forEach(id -> any.put(id, id + " named")));
        IdMapping mark = new IdMapping(any);
        return !mark.map(request.input()).equals(request.input())
                || !mark.map(request.patches()).equals(request.patches());
    }

    /** A mutation is pending no more. */
    synchronized void ended(long clientSeq) {
        created.remove(clientSeq);
        naming.remove(clientSeq);
    }

    /** Whether what these ids of a mutation have become is of no concern to the rest of the queue: nothing in it names what another creates. */
    synchronized boolean areNotNamedBesides(long clientSeq, Set<String> ids) {
        return naming.isEmpty() && created.getOrDefault(clientSeq, Set.of()).containsAll(ids);
    }

    // ------------------------------------------------------------------------------------------------------- learn

    /** Learns what ids have become that nothing in the queue names but the mutation that made them, which is about to leave it. */
    synchronized void know(Map<String, String> ids) {
        known.putAll(ids);
        while (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
        mapping = new IdMapping(known);
    }

    /**
     * Learns what ids have become.
     *
     * @return the pending mutations that lost their patches by that
     */
    Set<Long> learn(Map<String, String> ids) {
        know(ids);
        IdMapping news = new IdMapping(ids);
        return coordinator.rewritePending(pending -> map(pending, news));
    }

    private static PendingMutation map(PendingMutation pending, IdMapping news) {
        return new PendingMutation(
                pending.clientSeq(),
                pending.mutationInfo() instanceof MutationRequest request ? request.map(news) : pending.mutationInfo(),
                news.map(pending.optimisticPatches()),
                Map.of(),
                pending.stamp(),
                pending.undoOf());
    }

    /** The request with the final ids that are known. */
    MutationRequest map(MutationRequest request) {
        IdMapping ids = mapping;
        return ids.isEmpty() ? request : request.map(ids);
    }
}
