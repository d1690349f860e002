package io.zenquery.sync.spring.event;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.session.MutationRequest;
import org.jspecify.annotations.Nullable;

/** A mutation ended. Each one ends with exactly one of these. */
public sealed interface MutationEvent extends SyncEvent
        permits MutationConfirmedEvent, MutationRejectedEvent, MutationWithdrawnEvent {

    /** The mutation as it was registered. */
    PendingMutation mutation();

    /** Its number, as in its receipt. */
    default long clientSeq() {
        return mutation().clientSeq();
    }

    /** The name of its handler; null for the default one, and for one that did not pass through a session. */
    default @Nullable String name() {
        return mutation().mutationInfo() instanceof MutationRequest request ? request.name() : null;
    }
}
