package io.zenquery.sync.stomp;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandler;

/** Hands what Spring's STOMP session says to a connection; what comes on subscriptions goes to {@link ChannelMessages}. */
final class SessionHandler implements StompSessionHandler {
    private final StompConnection connection;

    SessionHandler(StompConnection connection) {
        this.connection = connection;
    }

    @Override
    public void afterConnected(StompSession session, StompHeaders connectedHeaders) {
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
}
