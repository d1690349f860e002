package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * One connection, from the attempt to its end. It ends once: by {@link #close}, silently, or by a loss, of which the listener is told;
 * whatever Spring reports after that goes nowhere.
 *
 * <p>Lock rule: the monitor guards {@code ended} and is held while the listener is called, so that the listener's methods are called one
 * at a time, and none after the end.
 */
final class StompConnection {
    private static final Logger log = LoggerFactory.getLogger(StompSyncTransport.class);
    /** A session has one batch under way, so more than a few frames in wait mean that the socket takes no more. */
    private static final int MAX_WAITING = 256;
    /** How long the server's close frame may be on its way when sending has failed. */
    private static final Duration CLOSE_CODE_PATIENCE = Duration.ofMillis(200);

    private final StompSettings settings;
    private final List<SyncConnectCustomizer> customizers;
    private final WebSocketStompClient client;
    private final ScheduledExecutorService timer;
    private final Refusals refusals;
    private final SyncTransport.Listener listener;
    private final ThreadPoolExecutor sender;
    private final Customizing customizing;

    private boolean ended;
    private @Nullable Future<?> timeout;
    private volatile @Nullable WebSocketSession socket;
    private volatile @Nullable StompSession session;
    private volatile @Nullable CloseStatus closing;
    private volatile Refusals.@Nullable Sent unanswered;

    StompConnection(
            StompSettings settings,
            List<SyncConnectCustomizer> customizers,
            WebSocketContainer container,
            ScheduledExecutorService timer,
            Refusals refusals,
            SyncTransport.Listener listener) {
        this.settings = settings;
        this.customizers = customizers;
        this.timer = timer;
        this.refusals = refusals;
        this.listener = listener;
        this.customizing = new Customizing(customizers);
        this.sender = StompSyncTransport.sender(settings.channel(), MAX_WAITING);
        this.client = ConnectionWebSocketClient.stomp(settings, container, timer, this);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the session handler is told whatever the future is
    void connect() {
        Duration limit = settings.connectTimeout();
        synchronized (this) {
            timeout = timer.schedule(
                    () -> lost(LossReason.of("no connection to " + place() + " within " + limit.toMillis() + " ms"
                            + customizing.waitedFor())),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        inOrder(() -> {
            SyncConnectHeaders headers =
                    new SyncConnectHeaders(settings.channel(), new WebSocketHttpHeaders(), connectHeaders());
            if (!customizing.customize(headers)) {
                return;
            }
            client.connectAsync(
                    settings.url(),
                    new WebSocketHttpHeaders(headers.handshake()),
                    headers.connect(),
                    new SessionHandler(this));
        });
    }

    private StompHeaders connectHeaders() {
        StompHeaders headers = new StompHeaders();
        headers.setAcceptVersion("1.2");
        headers.setHost(settings.url().getHost());
        headers.setHeartbeat(client.getDefaultHeartbeat());
        return headers;
    }

    void send(ClientMessage message) {
        inOrder(() -> {
            StompSession open = session;
            if (open == null || hasEnded()) {
                return; // as the listener has been told, or will be: there is no connection
            }
            byte[] body = ProtocolCodec.encode(message);
            Problem refusal = refusals.refusal(message, body.length, settings.maxFrameSize());
            if (refusal != null) {
                refused(refusal.with(message));
                return;
            }
            if (message instanceof MutationBatch batch) {
                unanswered = Refusals.Sent.of(batch, body.length);
            }
            StompHeaders headers = new StompHeaders();
            headers.setDestination("/app/zenquery/" + settings.channel() + "/"
                    + (message instanceof ClientMessage.Resume ? "resume" : "mutations"));
            headers.setContentType(MimeTypeUtils.APPLICATION_JSON);
            open.send(headers, body);
        });
    }

    private synchronized void refused(Problem problem) {
        if (!ended) {
            listener.onMessage(problem);
        }
    }

    /** Ends the connection without a word to the listener. */
    void close() {
        if (end()) {
            hangUp(true);
        }
    }

    /** Ends the connection and tells the listener, unless it has ended before. */
    void lost(LossReason reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            end();
            refusals.onLoss(unanswered, reason);
            listener.onClosed(reason.text());
        }
        hangUp(false);
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
        customizing.end();
        return first;
    }

    /** Closes the socket on the sending thread, after what is being sent; says goodbye first if that makes sense. */
    private void hangUp(boolean politely) {
        Runnable last = () -> {
            StompSession open = session;
            WebSocketSession connected = socket;
            try {
                if (politely && open != null && open.isConnected()) {
                    open.disconnect();
                } else if (connected != null) {
                    connected.close();
                }
            } catch (RuntimeException | IOException e) {
                log.debug("closing the connection to {}", place(), e);
            }
        };
        sender.getQueue().clear();
        sender.execute(last);
        sender.shutdown();
    }

    /** Runs {@code action} on the sending thread; a failure of it is the end of the connection. */
    private void inOrder(Runnable action) {
        try {
            sender.execute(() -> {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    sendingFailed(e);
                }
            });
        } catch (RejectedExecutionException e) {
            lost(LossReason.of(
                    MAX_WAITING + " frames wait to be sent: the connection to " + place() + " takes no more"));
        }
    }

    /** A server that closes while it is still being sent something lets that fail before it is known why it closes. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is told, whatever comes of it
    private void sendingFailed(RuntimeException e) {
        if (!hasEnded()) {
            timer.schedule(() -> failed(e), CLOSE_CODE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until the socket is closed, once {@link #close} was called; at most so long. */
    void awaitClosed(Duration patience) throws InterruptedException {
        if (!sender.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            log.debug("the connection to {} takes longer than {} to close", place(), patience);
        }
    }

    // ------------------------------------------------------------- what Spring tells, on the container's threads

    /** The WebSocket is open. If the connection has ended meanwhile, it is closed again, and the answer is false. */
    boolean onSocket(WebSocketSession opened) throws IOException {
        synchronized (this) {
            socket = opened;
            if (!ended) {
                return true;
            }
        }
        opened.close();
        return false;
    }

    /** The WebSocket is closed for this reason: Spring's STOMP session, told next, says that it is, but not why. */
    void onSocketClosing(CloseStatus status) {
        closing = status;
    }

    /** Spring's STOMP session was told; what it says from now on has other reasons. */
    void onSocketClosed() {
        closing = null;
    }

    /** STOMP is connected and both destinations are subscribed. */
    synchronized void opened(StompSession connected) {
        if (ended) {
            return;
        }
        session = connected;
        if (timeout != null) {
            timeout.cancel(false);
        }
        listener.onOpen();
    }

    void received(byte[] body) {
        try {
            for (ServerMessage message : ProtocolCodec.decodeServerFrame(body)) {
                Credentials.onMessage(message, customizers);
                if (message instanceof Verdict || message instanceof Problem) {
                    unanswered = null;
                }
                synchronized (this) {
                    if (!ended) {
                        listener.onMessage(message);
                    }
                }
            }
        } catch (ProtocolException e) {
            malformed(e);
        }
    }

    synchronized void malformed(ProtocolException problem) {
        if (!ended) {
            listener.onMalformed(problem);
        }
    }

    void failed(Throwable cause) {
        Credentials.onFailure(cause, customizers);
        CloseStatus status = closing;
        lost(status == null ? LossReason.of(cause) : LossReason.of(status));
    }

    String channel() {
        return settings.channel();
    }

    private String place() {
        return settings.url().getScheme() + "://" + settings.url().getAuthority();
    }
}
