package io.zenquery.sync.simulation;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;

/** Shows the laws what a session hands to its coordinator. */
final class ObservedCoordinator extends DelegatingCoordinator {
    private final ReplicaLaws laws;

    ObservedCoordinator(OptimisticSyncCoordinator inner, ReplicaLaws laws) {
        super(inner);
        this.laws = laws;
    }

    @Override
    public void processServerDelta(ServerDeltaMessage message, ConflictResolutionStrategy resolver) {
        laws.beforeDelta(message);
        super.processServerDelta(message, resolver);
    }
}
