/**
 * The server's side of STOMP: {@link io.zenquery.sync.stomp.server.SyncMessageController} takes what clients send and answers the sender,
 * {@link io.zenquery.sync.stomp.server.DeltaPublisher} sends deltas to all who subscribed,
 * {@link io.zenquery.sync.stomp.server.DestinationGuard} keeps clients from speaking to each other past the server,
 * {@link io.zenquery.sync.stomp.server.SubscriptionGuard} and {@link io.zenquery.sync.stomp.server.AccessRecheck} let them hear what they may,
 * {@link io.zenquery.sync.stomp.server.ConnectionGuard} bounds what one connection may do and tells a
 * {@link io.zenquery.sync.stomp.server.SlowConsumerListener} of those that do not read,
 * {@link io.zenquery.sync.stomp.server.ClientSessions} knows who is there, and
 * {@link io.zenquery.sync.stomp.server.SyncDestinations} has the names of the destinations.
 */
@NullMarked
package io.zenquery.sync.stomp.server;

import org.jspecify.annotations.NullMarked;
