package io.zenquery.sync.stomp.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;

/**
 * Bounds what one connection may do: messages per second, looked at before they are queued, and how long it may leave the server waiting
 * while that sends. One that goes beyond the rate is told so and closed; what it still sends is dropped.
 */
public final class ConnectionGuard implements WebSocketHandlerDecoratorFactory {
    /** Tomcat's name for how long a blocking send may take, 20 seconds without it. Other servers do not know it. */
    private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private static final boolean STANDARD =
            ClassUtils.isPresent("jakarta.websocket.Session", ConnectionGuard.class.getClassLoader());

    private final int messagesPerSecond;
    private final int messageSize;
    private final Duration sendTimeLimit;
    private final String path;
    private final ErrorFrames errors;
    private final SlowConsumerListener slowConsumers;
    private final LongSupplier nanoTime;

    /**
     * @param messagesPerSecond 0 for no bound; as many may come at once
     * @param messageSize characters of the longest message that is received; Spring takes some 16,000 at least
     * @param path of the endpoint; others are not looked at
     * @param slowConsumers told of the connections that are cut for what they leave unread
     * @param nanoTime as {@link System#nanoTime}
     */
    public ConnectionGuard(
            int messagesPerSecond,
            int messageSize,
            Duration sendTimeLimit,
            String path,
            ErrorFrames errors,
            SlowConsumerListener slowConsumers,
            LongSupplier nanoTime) {
        this.messagesPerSecond = messagesPerSecond;
        this.messageSize = messageSize;
        this.sendTimeLimit = sendTimeLimit;
        this.path = path;
        this.errors = errors;
        this.slowConsumers = slowConsumers;
        this.nanoTime = nanoTime;
    }

    @Override
    public WebSocketHandler decorate(WebSocketHandler handler) {
        return new Guarded(handler);
    }

    /** What names a type that need not be there. */
    private static final class Standard {
        static void limitSends(NativeWebSocketSession session, Duration limit) {
            jakarta.websocket.Session container = session.getNativeSession(jakarta.websocket.Session.class);
            if (container != null) {
                container.getUserProperties().put(SEND_TIMEOUT, limit.toMillis());
            }
        }
    }

    private boolean isOurs(WebSocketSession session) {
        return session.getUri() != null && session.getUri().getPath().endsWith(path);
    }

    private final class Guarded extends WebSocketHandlerDecorator {
        private final Map<String, MessageRate> rates = new ConcurrentHashMap<>();

        Guarded(WebSocketHandler delegate) {
            super(delegate);
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) throws Exception {
            if (isOurs(session)) {
                session.setTextMessageSizeLimit(messageSize);
                if (messagesPerSecond > 0) {
                    rates.put(session.getId(), new MessageRate(messagesPerSecond, nanoTime));
                }
                if (STANDARD && session instanceof NativeWebSocketSession wrapper) {
                    Standard.limitSends(wrapper, sendTimeLimit);
                }
            }
            errors.opened(session.getId());
            super.afterConnectionEstablished(new GuardedSession(session, errors, slowConsumers, isOurs(session)));
        }

        @Override
        public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
            @Nullable MessageRate rate = rates.get(session.getId());
            if (rate == null || rate.take()) {
                super.handleMessage(session, message);
            } else if (rate.exceed()) {
                errors.send(
                        session.getId(),
                        "expected up to " + messagesPerSecond
                                + " messages per second on a connection (zenquery.sync.server.max-messages-per-second),"
                                + " got more");
            }
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
            rates.remove(session.getId());
            errors.closed(session.getId());
            super.afterConnectionClosed(session, status);
        }
    }
}
