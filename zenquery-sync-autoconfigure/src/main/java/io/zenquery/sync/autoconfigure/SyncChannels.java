package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.InvalidChannelNameException;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * The channels of one connection: those that the properties name are opened when the application starts, others when they are first asked
 * for. As a lifecycle it lets go of their outboxes while the application is stopped; a {@link SyncChannelSessions} connects them.
 * Thread-safe.
 *
 * <p>Lock rule: the monitor guards the map and the states. What the application gives, listeners and factories, is called without it;
 * {@link SingleFlight} sees to it that a channel is opened once.
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
    private final SingleFlight<OpenChannel> openings = new SingleFlight<>();
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
    SyncTemplate template() {
        return opened(connection().channel()).template();
    }

    /**
     * The operations of a channel, always the same ones; opens it if it is not open yet, and waits if another thread is opening it.
     *
     * @throws InvalidChannelNameException if that is no name
     * @throws ChannelUnavailableException if the application is stopped or closed, or this is asked while that channel is opened, by what is
     *     called for that
     * @throws io.zenquery.sync.outbox.OutboxException if its outbox can't be opened
     */
    SyncOperations channel(String name) {
        if (!ChannelName.isOne(name)) {
            throw new InvalidChannelNameException(name);
        }
        if (own != null && name.equals(connection().channel())) {
            requireNotClosed(name);
            return own.getObject().operations();
        }
        return opened(name).template();
    }

    /**
     * The channels that have an outbox of an earlier run and are not open: what is pending there is not sent. With their files.
     *
     * @throws IOException if it can't be told
     */
    SortedMap<String, Path> unopenedOutboxes() throws IOException {
        Path path = factory.outboxPath();
        SortedMap<String, Path> outboxes = path == null
                ? new TreeMap<>()
                : OutboxFiles.others(path, connection().channel());
        synchronized (this) {
            outboxes.keySet().removeAll(open.keySet());
        }
        return outboxes;
    }

    private OpenChannel opened(String name) {
        OpenChannel there = find(name);
        return there != null
                ? there
                : openings.get(
                        name,
                        () -> open(name),
                        () -> new ChannelUnavailableException(
                                name,
                                "it is asked for by what is called while it is opened. A SyncChannelListener is given its"
                                        + " operations; listeners that open each other's channels have to do so later"));
    }

    /** Makes a channel whole, or nothing of it. The application's factories and listeners are called here, without the lock. */
    private OpenChannel open(String name) {
        OpenChannel there = find(name); // maybe it was opened since that was last asked
        if (there != null) {
            return there;
        }
        ClosingStack ends = new ClosingStack();
        ClosingStack undo = new ClosingStack();
        undo.push(() -> shared.forget(connection().name(), name));
        undo.push(ends);
        try {
            OpenChannel made = factory.open(name, this::channel, ends);
            shared.tellOpened(made.described(connection().name()), undo);
            enter(name, made);
            return made;
        } catch (RuntimeException | Error e) {
            undo.closeAfter(e);
            throw e;
        }
    }

    private synchronized @Nullable OpenChannel find(String name) {
        requireNotClosed(name);
        OpenChannel there = open.get(name);
        if (there == null) {
            requireNotStopped(name);
        }
        return there;
    }

    /** The application may have been stopped, or closed, while the channel was made. */
    private synchronized void enter(String name, OpenChannel made) {
        requireNotClosed(name);
        requireNotStopped(name);
        open.put(name, made);
        if (connecting) {
            made.lifecycle().start();
        }
    }

    private synchronized void requireNotClosed(String name) {
        if (state == State.CLOSED) {
            throw new ChannelUnavailableException(name, "the application is closed");
        }
    }

    private synchronized void requireNotStopped(String name) {
        if (state == State.STOPPED) {
            throw new ChannelUnavailableException(name, "the application is stopped; start it again");
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (own == null) {
            template();
        } else {
            tellOpened(own.getObject());
        }
        connection().properties().channels().forEach(this::channel);
    }

    private void tellOpened(SyncChannel channel) {
        ClosingStack undo = new ClosingStack();
        try {
            shared.tellOpened(channel, undo);
        } catch (RuntimeException | Error e) {
            undo.closeAfter(e);
            throw e;
        }
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

    /**
     * Without the lock while it ends them: the thread of a session may ask for a channel meanwhile. One that is just being opened is ended
     * by the thread that opens it.
     */
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
