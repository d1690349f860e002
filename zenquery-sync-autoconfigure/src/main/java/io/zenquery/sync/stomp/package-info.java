/**
 * The client's transport: STOMP 1.2 over WebSocket, on Spring's STOMP client and a Jakarta WebSocket container.
 * {@link io.zenquery.sync.stomp.StompSyncTransport} is the transport of a channel, {@link io.zenquery.sync.stomp.StompConnections} the
 * WebSockets that transports share, {@link io.zenquery.sync.stomp.StompSettings} what they are set to.
 */
@NullMarked
package io.zenquery.sync.stomp;

import org.jspecify.annotations.NullMarked;
