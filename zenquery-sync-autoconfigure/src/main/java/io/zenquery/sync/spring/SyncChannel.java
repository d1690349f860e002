package io.zenquery.sync.spring;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.session.SyncSession;

/**
 * A channel that an application has, and what it consists of.
 *
 * @param connection the name of the connection, {@link io.zenquery.sync.spring.event.SyncEvent#DEFAULT_CONNECTION} for the default one
 * @param name the channel
 * @param operations what the application writes and reads with
 * @param session keeps the channel in step
 * @param coordinator the session's coordinator
 */
public record SyncChannel(
        String connection,
        String name,
        SyncOperations operations,
        SyncSession session,
        OptimisticSyncCoordinator coordinator) {}
