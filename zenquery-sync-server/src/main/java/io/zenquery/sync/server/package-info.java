/**
 * The server's engine: takes the batches of clients in order, decides each mutation once, numbers the effects and hands them on.
 * Carries no messages itself; a transport calls it and sends what it answers.
 *
 * <p>Public types: {@link io.zenquery.sync.server.SyncServer} and its builder, {@link io.zenquery.sync.server.Limits} and {@link io.zenquery.sync.server.DocumentLimits};
 * {@link io.zenquery.sync.server.MutationFunction}, which decides mutations, with the {@link io.zenquery.sync.server.MutationCall} it is given and what it may throw
 * ({@link io.zenquery.sync.server.RejectMutationException}, {@link io.zenquery.sync.server.TryLaterException});
 * {@link io.zenquery.sync.server.DeltaLog}, where everything is stored, with {@link io.zenquery.sync.server.DeltaLogFactory},
 * {@link io.zenquery.sync.server.LogEntry}, {@link io.zenquery.sync.server.Decision} and {@link io.zenquery.sync.server.ClientKey};
 * {@link io.zenquery.sync.server.InMemoryDeltaLog}; {@link io.zenquery.sync.server.DeltaListener}, which hears of each delta;
 * {@link io.zenquery.sync.server.InitialDocuments}; {@link io.zenquery.sync.server.ChannelState}; to look on,
 * {@link io.zenquery.sync.server.ServerListener} with {@link io.zenquery.sync.server.BatchReport},
 * {@link io.zenquery.sync.server.HandlerInterceptor}, {@link io.zenquery.sync.server.CurrentTrace} and
 * {@link io.zenquery.sync.server.ChannelSize}; and for transports,
 * {@link io.zenquery.sync.server.ChannelAuthorizer} with {@link io.zenquery.sync.server.ChannelAccess}, and
 * {@link io.zenquery.sync.server.ClientIds} with {@link io.zenquery.sync.server.InMemoryClientIds}.
 */
@NullMarked
package io.zenquery.sync.server;

import org.jspecify.annotations.NullMarked;
