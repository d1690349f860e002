package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * Carries the messages of one channel as STOMP frames over a WebSocket, which channels of the same {@link StompConnections} share.
 *
 * <p>It subscribes to {@code /topic/zenquery.<channel>} and {@code /user/queue/zenquery.<channel>} and sends to {@code
 * /app/zenquery/<channel>/resume} and {@code /app/zenquery/<channel>/mutations}. Bodies are the bytes of
 * {@link io.zenquery.sync.protocol.ProtocolCodec}.
 *
 * <p>Threads: the methods may be called from any thread and return at once. Each connection has a thread that connects and sends; a
 * listener is called by that, by the WebSocket container's threads and by the one that watches time, and must not block.
 */
public final class StompSyncTransport implements SyncTransport, DisposableBean {
    /**
     * As many bytes of mutations as go out in one write, with what is around them. Tomcat's client, which leaves Nagle's algorithm on, sends a
     * larger message in pieces of 8 KB, each of which waits until the network has acknowledged the one before: some 40 ms.
     */
    public static final int ONE_WRITE = 7 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StompConnections connections;
    private final String channel;
    private final Refusals refusals = new Refusals();
    private final AtomicBoolean destroyed = new AtomicBoolean();
    // No lock here: a listener may call these methods while its channel's lock is held. The last one stays here when it
    // has ended: it knows how.
    private final AtomicReference<@Nullable StompChannel> last = new AtomicReference<>();

    /**
     * A transport with a WebSocket of its own.
     *
     * @param settings where and how to connect
     * @param customizers called in order at each connect
     */
    public StompSyncTransport(StompSettings settings, String channel, List<SyncConnectCustomizer> customizers) {
        this(new StompConnections(settings, customizers), channel);
    }

    StompSyncTransport(StompConnections connections, String channel) {
        this.connections = connections;
        this.channel = Objects.requireNonNull(channel, "channel");
        connections.retain();
    }

    @Override
    public void open(Listener listener) {
        if (destroyed.get()) {
            listener.onClosed("the transport of channel " + channel + " is destroyed");
            return;
        }
        StompChannel before = last.get();
        leave(before);
        StompChannel next = new StompChannel(channel, listener, refusals, before != null && before.isSuspect());
        leave(last.getAndSet(next));
        connections.open(next);
        if (next.hasEnded()) { // closed again meanwhile, before it was on a connection
            takeOff(next);
        }
    }

    @Override
    public void send(ClientMessage message) {
        StompChannel present = last.get();
        StompConnection connection = present == null ? null : present.connection();
        if (present != null && connection != null && !present.hasEnded()) {
            connection.send(present, message);
        }
    }

    @Override
    public void close() {
        leave(last.get());
    }

    private static void leave(@Nullable StompChannel present) {
        if (present != null && present.leave()) {
            takeOff(present);
        }
    }

    private static void takeOff(StompChannel ended) {
        StompConnection connection = ended.connection();
        if (connection != null) {
            connection.leave(ended);
        }
    }

    /** Closes the connection, if no other channel has it, and ends all threads with the last channel; nothing can be opened any more. */
    @Override
    public void destroy() throws InterruptedException {
        if (!destroyed.compareAndSet(false, true)) {
            return;
        }
        try {
            StompChannel present = last.getAndSet(null);
            leave(present);
            StompConnection connection = present == null ? null : present.connection();
            if (connection != null) {
                connection.awaitClosed(PATIENCE);
            }
        } finally {
            connections.release();
        }
    }

    /** The thread that sends on one connection; gone while there is nothing to do. */
    static ThreadPoolExecutor sender(int maxWaiting) {
        ThreadPoolExecutor sender = new ThreadPoolExecutor(
                1, 1, 5, TimeUnit.SECONDS, new ArrayBlockingQueue<>(maxWaiting), daemons("zenquery-sync-send-"));
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
