package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;

/**
 * One connection, from the attempt to its end, for one channel or several. It ends once: when the last channel leaves it, or by a loss, of
 * which all its channels are told; whatever Spring reports after that goes nowhere. What channels send goes out in the order in which it was
 * handed over.
 *
 * <p>Lock rule: the monitor guards {@code ended}, the channels, and whether they are to subscribe; no channel is called with it.
 */
final class StompConnection {
    private static final Logger log = LoggerFactory.getLogger(StompSyncTransport.class);
    /** A session has one batch under way, so more than a few frames per channel in wait mean that the socket takes no more. */
    private static final int MAX_WAITING = 1024;
    /** How long the server's close frame may be on its way when sending has failed. */
    private static final Duration CLOSE_CODE_PATIENCE = Duration.ofMillis(200);

    private final StompSettings settings;
    private final List<SyncConnectCustomizer> customizers;
    private final WebSocketContainer container;
    private final ScheduledExecutorService timer;
    private final int most;
    private final ThreadPoolExecutor sender;
    private final Customizing customizing;

    private final Set<StompChannel> channels = new LinkedHashSet<>();
    private boolean ended;
    private @Nullable Future<?> timeout;
    private volatile @Nullable WebSocketSession socket;
    private volatile @Nullable StompSession session;
    private volatile @Nullable CloseStatus closing;

    /** @param most as many channels may be on it */
    StompConnection(
            StompSettings settings,
            List<SyncConnectCustomizer> customizers,
            WebSocketContainer container,
            ScheduledExecutorService timer,
            int most) {
        this.settings = settings;
        this.customizers = customizers;
        this.container = container;
        this.timer = timer;
        this.most = most;
        this.customizing = new Customizing(customizers);
        this.sender = StompSyncTransport.sender(MAX_WAITING);
    }

    /** @param channel of those that are to use the connection, the one whose name is told to those who add headers */
    @SuppressWarnings("FutureReturnValueIgnored") // the session handler is told whatever the future is
    void connect(String channel) {
        Duration limit = settings.connectTimeout();
        synchronized (this) {
            if (ended) {
                return;
            }
            timeout = timer.schedule(
                    () -> lost(LossReason.of("no connection to " + place() + " within " + limit.toMillis() + " ms"
                            + customizing.waitedFor())),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        inOrder(() -> {
            SyncConnectHeaders headers = new SyncConnectHeaders(channel, new WebSocketHttpHeaders(), connectHeaders());
            if (!customizing.customize(headers)) {
                return;
            }
            ConnectionWebSocketClient.stomp(settings, container, timer, this)
                    .connectAsync(
                            settings.url(),
                            new WebSocketHttpHeaders(headers.handshake()),
                            headers.connect(),
                            new SessionHandler(this));
        });
    }

    private StompHeaders connectHeaders() {
        long interval = settings.heartbeat().toMillis();
        StompHeaders headers = new StompHeaders();
        headers.setAcceptVersion("1.2");
        headers.setHost(settings.url().getHost());
        headers.setHeartbeat(new long[] {interval, interval});
        return headers;
    }

    // ----------------------------------------------------------------------------------------------- its channels

    /** Puts a channel on it; false if it has ended, or takes no more. */
    boolean join(StompChannel channel) {
        StompSession open;
        synchronized (this) {
            if (ended || channels.size() >= most) {
                return false;
            }
            channels.add(channel);
            channel.joined(this);
            open = session;
        }
        if (open != null) {
            inOrder(() -> channel.subscribe(open));
        }
        return true;
    }

    /** A channel that has ended is taken off; the last one ends the connection, without a word to anybody. */
    void leave(StompChannel channel) {
        StompSession open;
        boolean last;
        synchronized (this) {
            if (!channels.remove(channel) || ended) {
                return;
            }
            open = session;
            last = channels.isEmpty();
            if (last) {
                end();
            }
        }
        if (last) {
            hangUp(true);
        } else if (open != null) {
            inOrder(channel::unsubscribe);
        }
    }

    void send(StompChannel channel, ClientMessage message) {
        inOrder(() -> {
            StompSession open = session;
            if (open != null && !hasEnded()) {
                channel.send(open, message, settings.maxFrameSize());
            } // else the listener has been told, or will be: there is no connection
        });
    }

    /** STOMP is connected. */
    void opened(StompSession connected) {
        List<StompChannel> waiting;
        synchronized (this) {
            if (ended) {
                return;
            }
            session = connected;
            if (timeout != null) {
                timeout.cancel(false);
            }
            waiting = List.copyOf(channels);
        }
        waiting.forEach(channel -> inOrder(() -> channel.subscribe(connected)));
    }

    /** Ends the connection and tells its channels, unless it has ended before. */
    void lost(LossReason reason) {
        List<StompChannel> told;
        synchronized (this) {
            if (ended) {
                return;
            }
            end();
            told = List.copyOf(channels);
        }
        boolean sole = told.stream().filter(StompChannel::isOwedAnAnswer).count() == 1;
        told.forEach(channel -> channel.lost(reason, sole));
        hangUp(false);
    }

    /** Whether the server says that it does not know who we are; then it does not know that on any channel. */
    boolean refusesCredentials(ServerMessage message) {
        return Credentials.onMessage(message, customizers);
    }

    // --------------------------------------------------------------------------------------------------- its end

    synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized void end() {
        ended = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
        customizing.end();
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
        } catch (RejectedExecutionException e) { // told on another thread: this one may be in a listener of a channel
            if (!hasEnded()) {
                timer.execute(() -> lost(LossReason.of(
                        MAX_WAITING + " frames wait to be sent: the connection to " + place() + " takes no more")));
            }
        }
    }

    /** A server that closes while it is still being sent something lets that fail before it is known why it closes. */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener is told, whatever comes of it
    private void sendingFailed(RuntimeException e) {
        if (!hasEnded()) {
            timer.schedule(() -> failed(e), CLOSE_CODE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until the socket is closed, if the connection has ended; at most so long. */
    void awaitClosed(Duration patience) throws InterruptedException {
        if (hasEnded() && !sender.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
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

    void failed(Throwable cause) {
        Credentials.onFailure(cause, customizers);
        CloseStatus status = closing;
        LossReason reason = status == null ? LossReason.of(cause) : LossReason.of(status);
        lost(session == null ? reason.at(place() + settings.url().getPath()) : reason);
    }

    private String place() {
        URI url = settings.url();
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
