package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ProtocolException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandler;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Hands what Spring's STOMP session says to a connection. Bodies are taken as bytes: Spring's converters know nothing of our messages.
 */
final class SessionHandler implements StompSessionHandler {
    private final StompConnection connection;

    SessionHandler(StompConnection connection) {
        this.connection = connection;
    }

    /** Subscribes on the thread that reads, so that nothing can arrive before the listener knows that the connection is open. */
    @Override
    public void afterConnected(StompSession session, StompHeaders connectedHeaders) {
        StompFrameHandler messages = new Messages();
        session.subscribe("/topic/zenquery." + connection.channel(), messages);
        session.subscribe("/user/queue/zenquery." + connection.channel(), messages);
        connection.opened(session);
    }

    @Override
    public void handleException(
            StompSession session,
            @Nullable StompCommand command,
            StompHeaders headers,
            byte[] payload,
            Throwable exception) {
        connection.failed(exception);
    }

    @Override
    public void handleTransportError(StompSession session, Throwable exception) {
        connection.failed(exception);
    }

    @Override
    public Type getPayloadType(StompHeaders headers) {
        return byte[].class;
    }

    /** An {@code ERROR} frame, after which a server closes the connection (STOMP 1.2). */
    @Override
    public void handleFrame(StompHeaders headers, @Nullable Object payload) {
        String message = headers.getFirst("message");
        String body = payload == null ? "" : new String((byte[]) payload, StandardCharsets.UTF_8).strip();
        String text = message == null ? body : body.isEmpty() ? message : message + ": " + body;
        connection.lost(new LossReason(
                "the server said: " + (text.isEmpty() ? "an error, without a word" : text), true, false));
    }

    private final class Messages implements StompFrameHandler {
        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            MimeType type = headers.getContentType();
            if (type == null || MimeTypeUtils.APPLICATION_JSON.isCompatibleWith(type)) {
                connection.received(payload == null ? new byte[0] : (byte[]) payload);
            } else {
                connection.malformed(
                        new ProtocolException("expected a message of content type application/json, got " + type));
            }
        }
    }
}
