package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
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
    /** What a STOMP frame has beside its body, generously: command, destination, content type and length. */
    private static final int FRAME_OVERHEAD = 512;

    private final StompSettings settings;
    private final List<SyncConnectCustomizer> customizers;
    private final WebSocketStompClient client;
    private final ScheduledExecutorService timer;
    private final SyncTransport.Listener listener;
    private final ThreadPoolExecutor sender;

    private boolean ended;
    private @Nullable Future<?> timeout;
    private volatile @Nullable WebSocketSession socket;
    private volatile @Nullable StompSession session;
    private volatile @Nullable String closeReason;

    StompConnection(
            StompSettings settings,
            List<SyncConnectCustomizer> customizers,
            WebSocketContainer container,
            ScheduledExecutorService timer,
            SyncTransport.Listener listener) {
        this.settings = settings;
        this.customizers = customizers;
        this.timer = timer;
        this.listener = listener;
        this.sender = new ThreadPoolExecutor(
                1,
                1,
                5,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                StompSyncTransport.daemons("zenquery-sync-" + settings.channel() + "-"));
        sender.allowCoreThreadTimeOut(true);
        this.client = client(container);
    }

    private WebSocketStompClient client(WebSocketContainer container) {
        WebSocketStompClient stomp =
                new WebSocketStompClient(new ConnectionWebSocketClient(container, settings.connectTimeout(), this));
        stomp.setInboundMessageSizeLimit(settings.maxFrameSize());
        // No outbound limit, which would cut frames in pieces, in the middle of characters too; send() refuses what is
        // too large.
        stomp.setTaskScheduler(new HeartbeatScheduler(timer));
        long interval = settings.heartbeat().toMillis();
        stomp.setDefaultHeartbeat(new long[] {interval, interval});
        return stomp;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the session handler is told whatever the future is
    void connect() {
        Duration limit = settings.connectTimeout();
        synchronized (this) {
            timeout = timer.schedule(
                    () -> lost("no connection to " + place() + " within " + limit.toMillis() + " ms"),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        inOrder(() -> {
            SyncConnectHeaders headers =
                    new SyncConnectHeaders(settings.channel(), new WebSocketHttpHeaders(), connectHeaders());
            customizers.forEach(customizer -> customizer.customize(headers));
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
            if (open == null) {
                return; // not open yet: the listener was not told of a connection, so there is none
            }
            byte[] body = ProtocolCodec.encode(message);
            if (body.length > settings.maxFrameSize() - FRAME_OVERHEAD) {
                malformed(new ProtocolException("a message of " + body.length + " bytes is too large for a frame of "
                        + settings.maxFrameSize()
                        + " bytes: it was not sent. Raise zenquery.sync.max-frame-size on both"
                        + " sides, or lower zenquery.sync.max-batch"));
                return;
            }
            StompHeaders headers = new StompHeaders();
            headers.setDestination("/app/zenquery/" + settings.channel() + "/"
                    + (message instanceof ClientMessage.Resume ? "resume" : "mutations"));
            headers.setContentType(MimeTypeUtils.APPLICATION_JSON);
            open.send(headers, body);
        });
    }

    /** Ends the connection without a word to the listener. */
    void close() {
        if (end()) {
            hangUp(true);
        }
    }

    /** Ends the connection and tells the listener, unless it has ended before. */
    void lost(String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            end();
            listener.onClosed(reason);
        }
        hangUp(false);
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
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
                    lost(describe(e));
                }
            });
        } catch (RejectedExecutionException e) {
            lost(MAX_WAITING + " frames wait to be sent: the connection to " + place() + " takes no more");
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
        String hint = status.equalsCode(CloseStatus.TOO_BIG_TO_PROCESS)
                ? ": a frame was larger than zenquery.sync.max-frame-size allows"
                : "";
        closeReason = "closed with code " + status.getCode()
                + (status.getReason() == null || status.getReason().isEmpty() ? "" : " (" + status.getReason() + ")")
                + hint;
    }

    /** Spring's STOMP session was told; what it says from now on has other reasons. */
    void onSocketClosed() {
        closeReason = null;
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
            ServerMessage message = ProtocolCodec.decodeServer(body);
            synchronized (this) {
                if (!ended) {
                    listener.onMessage(message);
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
        String reason = closeReason;
        lost(reason != null ? reason : describe(cause));
    }

    String channel() {
        return settings.channel();
    }

    private String place() {
        return settings.url().getScheme() + "://" + settings.url().getAuthority();
    }

    private static String describe(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }
}
