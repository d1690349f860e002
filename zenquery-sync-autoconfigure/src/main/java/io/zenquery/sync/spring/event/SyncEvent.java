package io.zenquery.sync.spring.event;

/** Something that happened to a client of a channel. */
public sealed interface SyncEvent
        permits ConflictResolvedEvent,
                DeltaAppliedEvent,
                MutationEvent,
                MutationFailedEvent,
                RollbackEvent,
                SequenceGapEvent,
                StateChangedEvent,
                SyncConnectedEvent,
                SyncConnectionStateEvent,
                SyncDisconnectedEvent,
                SyncProblemEvent,
                ViewChangedEvent {

    /** The channel. */
    String channel();
}
