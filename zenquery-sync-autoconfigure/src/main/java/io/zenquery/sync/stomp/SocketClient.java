package io.zenquery.sync.stomp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.AbstractWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * Opens the WebSocket of one connection with the JDK's client, which sends what it is given at once (TCP_NODELAY). A client that leaves
 * Nagle's algorithm on waits some 40 ms for the acknowledgement of each message that takes more than one write.
 */
final class SocketClient extends AbstractWebSocketClient {
    private final HttpClient http;
    private final StompSettings settings;
    private final StompConnection connection;

    private SocketClient(HttpClient http, StompSettings settings, StompConnection connection) {
        this.http = http;
        this.settings = settings;
        this.connection = connection;
    }

    /** STOMP over the WebSocket of {@code connection}. */
    static WebSocketStompClient stomp(
            StompSettings settings, HttpClient http, ScheduledExecutorService timer, StompConnection connection) {
        WebSocketStompClient stomp = new WebSocketStompClient(new SocketClient(http, settings, connection));
        stomp.setInboundMessageSizeLimit(settings.maxFrameSize());
        // No outbound limit, which would cut frames in pieces, in the middle of characters too; the connection refuses
        // what is too large.
        stomp.setTaskScheduler(new HeartbeatScheduler(timer));
        long interval = settings.heartbeat().toMillis();
        stomp.setDefaultHeartbeat(new long[] {interval, interval});
        return stomp;
    }

    @Override
    protected CompletableFuture<WebSocketSession> executeInternal(
            WebSocketHandler handler,
            HttpHeaders headers,
            URI uri,
            List<String> protocols,
            List<WebSocketExtension> extensions,
            Map<String, Object> attributes) {
        Duration timeout = settings.connectTimeout();
        WebSocket.Builder handshake = http.newWebSocketBuilder().connectTimeout(timeout);
        headers.forEach((name, values) -> values.forEach(value -> handshake.header(name, value)));
        if (!protocols.isEmpty()) {
            handshake.subprotocols(
                    protocols.get(0), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        SocketSession session = new SocketSession(uri, headers);
        SocketListener listener = new SocketListener(session, handler, settings.maxFrameSize(), connection);
        return handshake
                .buildAsync(uri, listener)
                .<WebSocketSession>thenApply(opened -> session)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(plain(failure, uri)));
    }

    /** The JDK says some of these by the type of the exception alone. */
    private static Throwable plain(Throwable failure, URI uri) {
        WebSocketHandshakeException refused = find(WebSocketHandshakeException.class, failure);
        if (refused != null) {
            return new HandshakeRefusedException(uri, refused.getResponse().statusCode());
        }
        if (find(UnresolvedAddressException.class, failure) != null) {
            return new IOException("expected a known host, got " + uri.getHost() + ": no address was found for it");
        }
        if (find(ConnectException.class, failure) != null) {
            return new IOException("nobody accepts connections at " + uri.getAuthority());
        }
        return failure;
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, @Nullable Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return type.cast(e);
            }
        }
        return null;
    }
}
