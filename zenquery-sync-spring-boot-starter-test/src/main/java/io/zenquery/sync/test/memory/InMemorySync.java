package io.zenquery.sync.test.memory;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.session.SyncTransport;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The network and the server of a test, in this process. A client reaches the server through a {@link #transport}; the switches say what
 * becomes of that, and what the server does next.
 *
 * <p>Threads: every method may be called from any thread, but not from a handler, and returns when it has taken effect here. What the
 * client makes of it comes later, on the client's own thread: wait for it with
 * {@link io.zenquery.sync.test.assertj.SyncAssertions}.
 */
public final class InMemorySync implements AutoCloseable {
    private final SyncServer server;
    private final String channel;
    private final Rejections rejections = new Rejections();
    private final Hub hub;

    /**
     * @param server decides; has no connections of its own to these clients
     * @param channel the channel of the methods that are given none
     * @throws IllegalArgumentException if the server has one of these already
     */
    public InMemorySync(SyncServer server, String channel) {
        this.server = Objects.requireNonNull(server, "server");
        this.channel = Objects.requireNonNull(channel, "channel");
        server.addHandler(rejections.handler());
        this.hub = new Hub(server, rejections);
    }

    /** Carries the messages of that channel to and fro; for one session. */
    public SyncTransport transport(String channelName) {
        return new InMemoryTransport(hub, channelName);
    }

    /** The server itself. */
    public SyncServer server() {
        return server;
    }

    /**
     * Cuts all connections. Sessions have been told when this returns, and what is under way is lost. A session that is sending just then may
     * take one more mutation for sent; where that matters, as with the strategy {@code fail}, wait until its state is
     * {@link io.zenquery.sync.session.SessionState#CONNECTING}. Attempts to connect neither succeed nor fail until {@link #goOnline}, as
     * with a network that swallows packets. Does nothing if it is offline already.
     */
    public void goOffline() {
        hub.goOffline();
    }

    /** Lets those connect that are trying to, at once. Does nothing if it is online already. */
    public void goOnline() {
        hub.goOnline();
    }

    /** Whether clients can connect. */
    public boolean isOnline() {
        return hub.isOnline();
    }

    /**
     * Rejects the next mutation that comes for the first time, whoever sends it and whatever it is. Called twice, it rejects the next two.
     *
     * @param code as a handler would give it, such as {@code title-empty}; not blank
     * @param message for people
     */
    public void rejectNext(String code, String message) {
        rejections.add(null, code, message);
    }

    /**
     * As {@link #rejectNext(String, String)}, for the next mutation of that name.
     *
     * @param mutation the name of a handler
     */
    public void rejectNext(String mutation, String code, String message) {
        rejections.add(Objects.requireNonNull(mutation, "mutation"), code, message);
    }

    /**
     * The server decides the next batch, and the connection is lost before it can say so. The client connects again by itself, and must
     * neither lose the batch nor have it decided twice.
     */
    public void loseNextAnswer() {
        hub.loseNextAnswer();
    }

    /**
     * Changes documents of the default channel on the server's own behalf, as {@link SyncServer#change}.
     *
     * @return the number of the last delta after the change
     */
    public long change(Consumer<Draft> change) {
        return server.change(channel, change);
    }

    /** Somebody else who writes to the default channel. */
    public OtherClient otherClient(String clientId) {
        return new OtherClient(server, channel, clientId);
    }

    /** A document of the default channel as the server has it, frozen; {@link Json#ABSENT} if there is none. */
    public JsonNode document(String atom) {
        return server.state(channel).documents().getOrDefault(AtomKey.of(atom), Json.ABSENT);
    }

    /** Takes the switches back: online, nothing to be rejected, no answer to be lost. Documents stay. */
    public void resetSwitches() {
        rejections.clear();
        hub.reset();
    }

    /** Ends the thread. Connections are cut without a word. */
    @Override
    public void close() {
        hub.close();
    }

    @Override
    public String toString() {
        return "InMemorySync[" + channel + ", " + (isOnline() ? "online" : "offline") + describe(rejections.first())
                + "]";
    }

    private static String describe(@Nullable String rejection) {
        return rejection == null ? "" : ", rejects next: " + rejection;
    }
}
