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

    /** The connection that applications have by {@code zenquery.sync.url}, rather than one of {@code zenquery.sync.connections}. */
    String DEFAULT_CONNECTION = "default";

    /** The name of the connection, under {@code zenquery.sync.connections}; {@code default} for the one that has none. */
    String connection();

    /** The channel. */
    String channel();
}
