package io.zenquery.sync.stomp;

import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** Makes the WebSocket of one connection: sends on it are serialised, and the connection hears of its opening and closing. */
final class ConnectionWebSocketClient extends StandardWebSocketClient {
    /** Tomcat's bound for each step of the handshake, 5 s if not set; other containers pass over it. */
    private static final String TOMCAT_HANDSHAKE_TIMEOUT = "org.apache.tomcat.websocket.IO_TIMEOUT_MS";

    private final StompConnection connection;

    private ConnectionWebSocketClient(
            StompSettings settings, WebSocketContainer container, StompConnection connection) {
        super(container);
        this.connection = connection;
        setTaskExecutor(new SimpleAsyncTaskExecutor(StompSyncTransport.daemons("zenquery-sync-connect-")));
        setUserProperties(Map.of(
                TOMCAT_HANDSHAKE_TIMEOUT,
                Long.toString(settings.connectTimeout().toMillis())));
        if (settings.ssl() != null) {
            setSslContext(settings.ssl().get());
        }
    }

    /** STOMP over the WebSocket of {@code connection}. */
    static WebSocketStompClient stomp(
            StompSettings settings,
            WebSocketContainer container,
            ScheduledExecutorService timer,
            StompConnection connection) {
        WebSocketStompClient stomp =
                new WebSocketStompClient(new ConnectionWebSocketClient(settings, container, connection));
        stomp.setInboundMessageSizeLimit(settings.maxFrameSize());
        // No outbound limit, which would cut frames in the middle of characters too: the session cuts them, and what is
        // too large for the server is refused before.
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
        return super.executeInternal(new Watched(handler), headers, uri, protocols, extensions, attributes);
    }

    private final class Watched extends WebSocketHandlerDecorator {
        Watched(WebSocketHandler delegate) {
            super(delegate);
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) throws Exception {
            LockedSession locked = new LockedSession(session);
            if (connection.onSocket(locked)) {
                super.afterConnectionEstablished(locked);
            }
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
            connection.onSocketClosing(status);
            super.afterConnectionClosed(session, status);
            connection.onSocketClosed();
        }
    }
}
