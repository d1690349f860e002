package io.zenquery.sync.stomp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.WebSocket;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.adapter.AbstractWebSocketSession;

/**
 * Spring's view of a WebSocket of the JDK. Sending waits until the frame is handed to the network, so whoever sends one at a time (see
 * {@link LockedSession}) never meets one that is still on its way.
 */
final class SocketSession extends AbstractWebSocketSession<WebSocket> {
    /** How long a frame may take to be sent: a peer that reads nothing is given up then. */
    private static final Duration SEND_LIMIT = Duration.ofSeconds(20);
    /** How long the peer may take to answer a close frame. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String id = idGenerator.generateId().toString();
    private final URI uri;
    private final HttpHeaders handshake;

    SocketSession(URI uri, HttpHeaders handshake) {
        super(null);
        this.uri = uri;
        this.handshake = HttpHeaders.readOnlyHttpHeaders(handshake);
    }

    @Override
    protected void sendTextMessage(TextMessage message) throws IOException {
        sent(getNativeSession().sendText(message.getPayload(), true));
    }

    @Override
    protected void sendBinaryMessage(BinaryMessage message) throws IOException {
        sent(getNativeSession().sendBinary(message.getPayload(), true));
    }

    @Override
    protected void sendPingMessage(PingMessage message) throws IOException {
        sent(getNativeSession().sendPing(message.getPayload()));
    }

    @Override
    protected void sendPongMessage(PongMessage message) throws IOException {
        sent(getNativeSession().sendPong(message.getPayload()));
    }

    private static void sent(CompletableFuture<WebSocket> sending) throws IOException {
        try {
            sending.get(SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("a frame was not taken within " + SEND_LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a frame was being sent");
        }
    }

    /** Says goodbye where the code may be said by a client; who does not answer within {@link #CLOSE_LIMIT} is left. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the socket is gone, whatever comes of it
    protected void closeInternal(CloseStatus status) {
        WebSocket socket = getNativeSession();
        if (socket.isOutputClosed()) {
            socket.abort();
            return;
        }
        try {
            socket.sendClose(status.getCode(), status.getReason() == null ? "" : status.getReason())
                    .orTimeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((closing, failure) -> {
                        if (failure != null) {
                            socket.abort();
                        }
                    });
        } catch (IllegalArgumentException e) { // a code that only servers say
            socket.abort();
            return;
        }
        CompletableFuture.delayedExecutor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(socket::abort);
    }

    @Override
    public boolean isOpen() {
        WebSocket socket = getNativeSession();
        return !socket.isOutputClosed() && !socket.isInputClosed();
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public HttpHeaders getHandshakeHeaders() {
        return handshake;
    }

    @Override
    public @Nullable Principal getPrincipal() {
        return null;
    }

    @Override
    public @Nullable InetSocketAddress getLocalAddress() {
        return null;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return InetSocketAddress.createUnresolved(uri.getHost(), Math.max(uri.getPort(), 0));
    }

    @Override
    public String getAcceptedProtocol() {
        return getNativeSession().getSubprotocol();
    }

    @Override
    public List<WebSocketExtension> getExtensions() {
        return List.of();
    }

    // The listener has the one bound there is, on what it puts together.

    @Override
    public void setTextMessageSizeLimit(int limit) {
        throw new UnsupportedOperationException("the size of messages is bounded by maxFrameSize");
    }

    @Override
    public int getTextMessageSizeLimit() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setBinaryMessageSizeLimit(int limit) {
        throw new UnsupportedOperationException("the size of messages is bounded by maxFrameSize");
    }

    @Override
    public int getBinaryMessageSizeLimit() {
        return Integer.MAX_VALUE;
    }
}
