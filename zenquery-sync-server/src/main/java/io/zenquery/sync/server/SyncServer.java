package io.zenquery.sync.server;

import io.zenquery.sync.Subscription;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Decides what the clients of its channels submit. A channel is made when it is first named.
 *
 * <p>Channel names have 1 to 64 of the characters {@code A-Z a-z 0-9 _ -}; each method that takes a name throws
 * {@link IllegalArgumentException} for another.
 *
 * <p>Threads: every method may be called from any thread, but not from a {@link MutationFunction}: {@link IllegalStateException}. Work on one channel is done one at
 * a time.
 */
public final class SyncServer implements AutoCloseable {
    private static final Pattern CHANNEL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final List<DeltaListener> listeners = new CopyOnWriteArrayList<>();
    private final Engine engine;
    private final DeltaLogFactory logs;
    private final Supplier<String> ids;
    private final InitialDocuments initialDocuments;

    SyncServer(Engine engine, DeltaLogFactory logs, Supplier<String> ids, InitialDocuments initialDocuments) {
        this.engine = engine;
        this.logs = logs;
        this.ids = ids;
        this.initialDocuments = initialDocuments;
    }

    /** Begins to make a server. */
    public static SyncServerBuilder builder() {
        return new SyncServerBuilder();
    }

    /** Whether a channel can have that name. */
    public static boolean isChannelName(String name) {
        return CHANNEL_NAME.matcher(name).matches();
    }

    /**
     * A client begins, or begins anew. Fences that it had are void from now on.
     *
     * @return the welcome, then the deltas that the client lacks; or a snapshot in their place, where the client asks for one, is of
     *     another epoch, or lacks deltas that the log no longer has
     */
    public List<ServerMessage> resume(String channel, Resume resume) {
        return channel(channel).resume(resume);
    }

    /**
     * Decides a batch. Members that were decided before get their first verdict again. What is answered is durable; if this throws,
     * nothing is decided that was not before.
     *
     * @param principal who is logged in on the connection; null without a login
     * @return the verdicts, in the order of the members; or a problem, alone or after the verdicts on the members before it. If the
     *     log's store fails, {@code TRY_LATER}: whether the batch was decided, it learns when it is sent again
     */
    public List<ServerMessage> submit(String channel, MutationBatch batch, @Nullable String principal) {
        return channel(channel).submit(batch, principal).stream()
                .map(answer -> answer instanceof Problem problem ? problem.with(batch) : answer)
                .toList();
    }

    /**
     * Changes documents on the server's own behalf. Clients see an ordinary delta, which has no origin.
     *
     * @param change records the change; called under the channel's lock. What it throws is thrown on, and nothing is changed
     * @return the number of the last delta after the change
     * @throws LogUnavailableException if the log's store failed; then it may have been changed, or not
     */
    public long change(String channel, Consumer<Draft> change) {
        return channel(channel).change(change);
    }

    /**
     * Adds what decides the mutations of one more name.
     *
     * @throws IllegalArgumentException if the name is empty, or taken
     */
    public void addHandler(MutationFunction handler) {
        engine.handlers().add(handler);
    }

    /** Tells {@code listener} of the deltas that are committed from now on. */
    public Subscription addListener(DeltaListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Something else than this server, another node on the same log say, may have appended to that channel: reads the log on from
     * where the listeners are, and hands them what is there. A hint: it may come late, twice, or for nothing; what never comes is made
     * good by the next one, or by whatever this server itself does on the channel. Does nothing for a channel that nobody has used here.
     */
    public void wake(String channel) {
        Channel open = channels.get(channel);
        if (open != null) {
            open.refresh();
        }
    }

    /** How far the logs of the channels that were named so far are, by the channel's name. */
    public Map<String, Head> heads() {
        Map<String, Head> heads = new LinkedHashMap<>();
        channels.forEach((name, channel) ->
                heads.put(name, new Head(channel.log().head(), channel.log().epoch())));
        return Collections.unmodifiableMap(heads);
    }

    /**
     * How large a channel is, as far as this server knows, without its lock; null if it was not named so far. Documents that are not known
     * yet are measured, which takes time as they are large.
     */
    public @Nullable ChannelSize size(String channel) {
        Channel open = channels.get(channel);
        return open == null ? null : open.size();
    }

    /** The channel's documents as they are now. */
    public ChannelState state(String channel) {
        return channel(channel).state();
    }

    /**
     * The channel's deltas with numbers from {@code first} to {@code last}, both included, in order, as far as the log still has them.
     *
     * @throws LogUnavailableException if the log's store failed
     */
    public List<Delta> deltas(String channel, long first, long last) {
        return channel(channel).log().read(first, last).stream()
                .map(LogEntry::delta)
                .toList();
    }

    /** The verdicts that are still known, per client, in the order of the numbers. */
    public Map<ClientKey, List<Verdict>> verdicts(String channel) {
        return channel(channel).verdicts();
    }

    /**
     * Lets go of the threads of handlers: those that are idle end, those at work when they are done. The logs stay open; they belong to whoever
     * made them. A named mutation that comes after this is to be sent again later.
     */
    @Override
    public void close() {
        engine.calls().close();
    }

    private Channel channel(String name) {
        HandlerCalls.requireNoHandler();
        if (!isChannelName(name)) {
            throw new IllegalArgumentException("expected a channel name of 1 to 64 letters, digits, _ and -, got \""
                    + (name.length() > 80 ? name.substring(0, 80) + "..." : name) + "\"");
        }
        Channel open = channels.get(name);
        if (open == null) {
            Channel fresh = open(name); // not under the map's lock: a log may be far away
            Channel first = channels.putIfAbsent(name, fresh);
            open = first == null ? fresh : first;
        }
        return open;
    }

    private Channel open(String name) {
        Map<AtomKey, JsonNode> initial = new LinkedHashMap<>();
        initialDocuments.of(name).forEach((atom, document) -> initial.put(atom, Json.freeze(document)));
        DeltaLog log = logs.open(name, ids.get(), Collections.unmodifiableMap(initial));
        return new Channel(name, log, listeners, engine);
    }
}
