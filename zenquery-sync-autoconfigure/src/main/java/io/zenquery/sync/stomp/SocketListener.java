package io.zenquery.sync.stomp;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Puts messages together from what the JDK reads, and hands them to Spring's handler. Its methods are called one at a time, on threads of
 * the JDK's client; the next is read when the last was handled.
 */
final class SocketListener implements WebSocket.Listener {
    private final SocketSession session;
    private final WebSocketSession locked;
    private final WebSocketHandler handler;
    private final int limit;
    private final StompConnection connection;

    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    SocketListener(SocketSession session, WebSocketHandler handler, int limit, StompConnection connection) {
        this.session = session;
        this.locked = new LockedSession(session);
        this.handler = handler;
        this.limit = limit;
        this.connection = connection;
    }

    @Override
    public void onOpen(WebSocket socket) {
        session.initializeNativeSession(socket);
        try {
            if (connection.onSocket(locked)) {
                handler.afterConnectionEstablished(locked);
            }
        } catch (Exception e) {
            failed(e);
        }
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (text.length() > limit) {
            return tooLarge(socket);
        }
        if (last) {
            TextMessage message = new TextMessage(text);
            text.setLength(0);
            handle(message);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        bytes.writeBytes(part);
        if (bytes.size() > limit) {
            return tooLarge(socket);
        }
        if (last) {
            BinaryMessage message = new BinaryMessage(bytes.toByteArray());
            bytes.reset();
            handle(message);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ended(new CloseStatus(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        failed(error);
        ended(CloseStatus.NO_CLOSE_FRAME);
    }

    private void handle(WebSocketMessage<?> message) {
        try {
            handler.handleMessage(locked, message);
        } catch (Exception e) {
            failed(e);
        }
    }

    private void failed(Throwable error) {
        try {
            handler.handleTransportError(locked, error);
        } catch (Exception e) {
            connection.failed(e);
        }
    }

    /** A client can't say code 1009 with the JDK's WebSocket; the connection is cut, and told why. */
    private @Nullable CompletionStage<?> tooLarge(WebSocket socket) {
        ended(CloseStatus.TOO_BIG_TO_PROCESS);
        socket.abort();
        return null;
    }

    private void ended(CloseStatus status) {
        if (closed) {
            return;
        }
        closed = true;
        connection.onSocketClosing(status);
        try {
            handler.afterConnectionClosed(locked, status);
        } catch (Exception e) {
            connection.failed(e);
        }
        connection.onSocketClosed();
    }
}
