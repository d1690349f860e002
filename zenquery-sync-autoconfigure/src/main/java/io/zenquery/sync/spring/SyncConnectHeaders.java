package io.zenquery.sync.spring;

import org.springframework.http.HttpHeaders;
import org.springframework.messaging.simp.stomp.StompHeaders;

/**
 * The headers of one attempt to connect, to be changed in place.
 *
 * @param channel the channel that is connected; of several that share the WebSocket, the one that connects first
 * @param handshake the HTTP headers of the WebSocket handshake, empty at first
 * @param connect the headers of the STOMP {@code CONNECT} frame, with {@code host}, {@code accept-version} and {@code heart-beat} set
 */
public record SyncConnectHeaders(String channel, HttpHeaders handshake, StompHeaders connect) {}
