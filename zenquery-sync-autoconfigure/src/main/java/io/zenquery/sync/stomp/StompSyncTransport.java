package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.ClassUtils;

/**
 * Carries the messages of one channel as STOMP frames over a WebSocket.
 *
 * <p>It subscribes to {@code /topic/zenquery.<channel>} and {@code /user/queue/zenquery.<channel>} and sends to {@code
 * /app/zenquery/<channel>/resume} and {@code /app/zenquery/<channel>/mutations}. Bodies are the bytes of
 * {@link io.zenquery.sync.protocol.ProtocolCodec}.
 *
 * <p>Threads: the methods may be called from any thread and return at once. Each connection has a thread that connects and sends; a
 * listener is called by the WebSocket container's threads and by the one that watches time, and must not block.
 */
public final class StompSyncTransport implements SyncTransport, DisposableBean {
    /**
     * As many bytes of mutations as go out in one write, with what is around them. Tomcat's client, which leaves Nagle's algorithm on, sends a
     * larger message in pieces of 8 KB, each of which waits until the network has acknowledged the one before: some 40 ms.
     */
    public static final int ONE_WRITE = 7 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final boolean TOMCAT = ClassUtils.isPresent(
            "org.apache.tomcat.websocket.WsWebSocketContainer", StompSyncTransport.class.getClassLoader());

    private final StompSettings settings;
    private final List<SyncConnectCustomizer> customizers;
    private final ScheduledThreadPoolExecutor timer;
    private final WebSocketContainer container;
    private final Refusals refusals = new Refusals();
    // No lock here: a listener may call these methods while its connection's lock is held.
    private final AtomicReference<@Nullable StompConnection> current = new AtomicReference<>();

    /**
     * @param settings where and how to connect
     * @param customizers called in order at each connect
     */
    public StompSyncTransport(StompSettings settings, List<SyncConnectCustomizer> customizers) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.customizers = List.copyOf(customizers);
        // Two threads, so that a heartbeat that is stuck in a full socket does not keep the other from noticing that
        // nothing comes back.
        this.timer = new ScheduledThreadPoolExecutor(2, daemons("zenquery-sync-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        this.container = ContainerProvider.getWebSocketContainer(); // of our own: it is ended with the transport
    }

    @Override
    public void open(Listener listener) {
        close();
        StompConnection next;
        try {
            next = new StompConnection(settings, customizers, container, timer, refusals, listener);
        } catch (RuntimeException e) { // an SSL bundle that can't be read any more, say
            timer.execute(() -> listener.onClosed(LossReason.of(e).text()));
            return;
        }
        end(current.getAndSet(next));
        next.connect();
    }

    @Override
    public void send(ClientMessage message) {
        StompConnection open = current.get();
        if (open != null) {
            open.send(message);
        }
    }

    @Override
    public void close() {
        end(current.getAndSet(null));
    }

    private static void end(@Nullable StompConnection connection) {
        if (connection != null) {
            connection.close();
        }
    }

    /** Closes the connection and ends all threads; nothing can be opened any more. */
    @Override
    public void destroy() throws InterruptedException {
        StompConnection last = current.getAndSet(null);
        if (last != null) {
            last.close();
            last.awaitClosed(PATIENCE);
        }
        timer.shutdownNow();
        if (TOMCAT && container instanceof WsWebSocketContainer tomcat) {
            tomcat.destroy();
        }
    }

    /** The thread that sends on one connection; gone while there is nothing to do. */
    static ThreadPoolExecutor sender(String channel, int maxWaiting) {
        ThreadPoolExecutor sender = new ThreadPoolExecutor(
                1,
                1,
                5,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                daemons("zenquery-sync-" + channel + "-"));
        sender.allowCoreThreadTimeOut(true);
        return sender;
    }

    static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
