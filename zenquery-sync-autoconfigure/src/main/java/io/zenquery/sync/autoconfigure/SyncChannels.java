package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.InvalidChannelNameException;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * The channels of one connection: those that the properties name are opened when the application starts, others when they are first asked
 * for. As a lifecycle it lets go of their outboxes while the application is stopped; a {@link SyncChannelSessions} connects them.
 * Thread-safe.
 */
final class SyncChannels implements SmartInitializingSingleton, SmartLifecycle, DisposableBean {
    private enum State {
        NEW,
        RUNNING,
        STOPPED,
        CLOSED
    }

    private final ChannelFactory factory;
    private final SharedParts shared;
    private final @Nullable ObjectProvider<SyncChannel> own;
    private final Map<String, OpenChannel> open = new LinkedHashMap<>();
    private State state = State.NEW;
    private boolean connecting;

    /** @param own the connection's own channel, where its parts are beans; null where it is made here as the others are */
    SyncChannels(ChannelFactory factory, SharedParts shared, @Nullable ObjectProvider<SyncChannel> own) {
        this.factory = factory;
        this.shared = shared;
        this.own = own;
    }

    Connection connection() {
        return factory.connection();
    }

    /** The template of the connection's own channel, where that is no bean itself. */
    synchronized SyncTemplate template() {
        String name = connection().channel();
        OpenChannel there = open.get(name);
        return (there == null ? open(name) : there).template();
    }

    /**
     * The operations of a channel, always the same ones; opens it if it is not open yet.
     *
     * @throws InvalidChannelNameException if that is no name
     * @throws ChannelUnavailableException if the application is stopped or closed
     * @throws io.zenquery.sync.outbox.OutboxException if its outbox can't be opened
     */
    synchronized SyncOperations channel(String name) {
        if (!ChannelName.isOne(name)) {
            throw new InvalidChannelNameException(name);
        }
        if (state == State.CLOSED) {
            throw new ChannelUnavailableException(name, "the application is closed");
        }
        if (own != null && name.equals(connection().channel())) {
            return own.getObject().operations();
        }
        OpenChannel there = open.get(name);
        return (there == null ? open(name) : there).template();
    }

    private OpenChannel open(String name) {
        if (state == State.STOPPED) {
            throw new ChannelUnavailableException(name, "the application is stopped; start it again");
        }
        OpenChannel made = factory.open(name, this::channel);
        open.put(name, made); // before the listeners are told, who may ask for it
        try {
            shared.tellOpened(made.described(connection().name()));
        } catch (RuntimeException | Error e) {
            open.remove(name);
            made.ends().closeAfter(e);
            throw e;
        }
        if (connecting) {
            made.lifecycle().start();
        }
        return made;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (own == null) {
            template();
        } else {
            shared.tellOpened(own.getObject());
        }
        connection().properties().channels().forEach(this::channel);
    }

    /** Connects all channels, and from now on each that is opened. */
    synchronized void connect() {
        connecting = true;
        open.values().forEach(channel -> channel.lifecycle().start());
    }

    /** From now on, a channel that is opened stays offline. Gives those that are open. */
    synchronized List<OpenChannel> keepOffline() {
        connecting = false;
        return List.copyOf(open.values());
    }

    /** Whether channels are connected, by {@link #connect} or one by one. */
    synchronized boolean isConnecting() {
        return connecting
                || open.values().stream()
                        .anyMatch(channel -> channel.lifecycle().isRunning());
    }

    @Override
    public synchronized void start() {
        open.values().forEach(OpenChannel::startOutbox);
        state = State.RUNNING;
    }

    @Override
    public synchronized void stop() {
        state = State.STOPPED;
        open.values().forEach(OpenChannel::stopOutbox);
    }

    @Override
    public synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    /** As that of a {@link RestartableOutboxStore}: after the sessions when stopping, before them when starting. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    /** Without the lock while it ends them: the thread of a session may ask for a channel meanwhile. */
    @Override
    public void destroy() {
        List<OpenChannel> all;
        synchronized (this) {
            state = State.CLOSED;
            all = List.copyOf(open.values());
        }
        all.forEach(channel -> channel.ends().close());
    }
}
