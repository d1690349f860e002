package io.zenquery.sync.stomp;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The connections to one server, on which the transports of several channels share a WebSocket: it is opened with the first channel that
 * connects and closed with the last. When it is lost, each channel is told, and those that connect again join one attempt.
 *
 * <p>A channel that the server refused, or that it owed an answer when it ended the connection on purpose, has one of its own the next time:
 * so it does not take the others down again and again, and shows what credentials there are then. What is added to the handshake is told the
 * name of the channel that connects first.
 *
 * <p>Threads and the WebSocket container are there while a transport is. Thread-safe.
 */
public final class StompConnections {
    /** As many channels on a connection as a server takes by default, at two subscriptions each. */
    private static final int MOST_CHANNELS = 50;

    private static final boolean TOMCAT = ClassUtils.isPresent(
            "org.apache.tomcat.websocket.WsWebSocketContainer", StompConnections.class.getClassLoader());

    private final StompSettings settings;
    private final List<SyncConnectCustomizer> customizers;
    private final int most;

    private final List<StompConnection> shared = new ArrayList<>(); // this and the next: guarded by this
    private @Nullable Resources resources;
    private int transports;

    private record Resources(ScheduledThreadPoolExecutor timer, WebSocketContainer container) {}

    /**
     * @param settings where and how to connect
     * @param customizers called in order at each attempt to connect
     */
    public StompConnections(StompSettings settings, List<SyncConnectCustomizer> customizers) {
        this(settings, customizers, MOST_CHANNELS);
    }

    StompConnections(StompSettings settings, List<SyncConnectCustomizer> customizers, int most) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.customizers = List.copyOf(customizers);
        this.most = most;
    }

    /** Makes the transport of a channel. It is to be destroyed. */
    public StompSyncTransport transport(String channel) {
        return new StompSyncTransport(this, channel);
    }

    /** One more transport. */
    synchronized void retain() {
        transports++;
    }

    /** One transport less; after the last, all threads end. */
    synchronized void release() {
        transports--;
        if (transports == 0 && resources != null) {
            resources.timer().shutdownNow();
            if (TOMCAT && resources.container() instanceof WsWebSocketContainer tomcat) {
                tomcat.destroy();
            }
            resources = null;
        }
    }

    /** Puts a channel on a connection that is there, or being made, or on another one. */
    void open(StompChannel channel) {
        StompConnection made = join(channel);
        if (made != null) {
            made.connect(channel.name());
        }
    }

    /** The connection that is to be made; null if there is one. */
    private synchronized @Nullable StompConnection join(StompChannel channel) {
        shared.removeIf(StompConnection::hasEnded);
        if (!channel.isAlone()) {
            for (StompConnection connection : shared) {
                if (connection.join(channel)) {
                    return null;
                }
            }
        }
        Resources with = resources();
        StompConnection made = new StompConnection(
                settings, customizers, with.container(), with.timer(), channel.isAlone() ? 1 : most);
        if (!channel.isAlone()) {
            shared.add(made);
        }
        made.join(channel);
        return made;
    }

    private Resources resources() {
        if (resources == null) {
            // Two threads, so that a heartbeat that is stuck in a full socket does not keep the other from noticing
            // that nothing comes back.
            ScheduledThreadPoolExecutor timer =
                    new ScheduledThreadPoolExecutor(2, StompSyncTransport.daemons("zenquery-sync-timer-"));
            timer.setRemoveOnCancelPolicy(true);
            timer.setKeepAliveTime(10, TimeUnit.SECONDS);
            timer.allowCoreThreadTimeOut(true);
            // A container of our own, which ends with the transports.
            resources = new Resources(timer, ContainerProvider.getWebSocketContainer());
        }
        return resources;
    }
}
