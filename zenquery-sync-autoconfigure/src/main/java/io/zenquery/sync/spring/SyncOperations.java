package io.zenquery.sync.spring;

import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an application does with a synchronised channel: write at once, read at once, whatever the connection does. All methods
 * may be called from any thread, and none waits for the network.
 */
public interface SyncOperations {

    /** The channel. */
    String channel();

    /**
     * The operations of another channel of the same server, always the same ones; for this channel, these. A channel that is not open yet is
     * opened: with a queue, a state, a session, events and, if {@code zenquery.sync.outbox.path} is set, an outbox of its own, by the
     * settings of this one. It connects when the application's first channel does by {@code zenquery.sync.auto-startup}, otherwise by
     * its own {@link #connect}, and lives as long as the application. Channels of one server share a WebSocket, unless {@code
     * zenquery.sync.websocket-per-channel} is set.
     *
     * <p>This may read and write the outbox's file, and waits if another thread is opening the same channel; what it returns does not wait for
     * the network. If it fails, nothing is left of the channel, and another call tries again.
     *
     * @param name letters, digits, {@code _} and {@code -}, from 1 to 64
     * @throws InvalidChannelNameException if that is no name of a channel
     * @throws ChannelUnavailableException if the application is stopped or closed, or has no transport for other channels, or asks for a
     *     channel in what is called while that channel is opened
     * @throws io.zenquery.sync.outbox.OutboxException if the channel's outbox can't be opened;
     *     {@link io.zenquery.sync.outbox.OutboxLockedException} if somebody else has it. Another call tries again
     */
    SyncOperations channel(String name);

    /**
     * Makes a mutation, which shows in the view when this method returns, and travels to the server when there is a connection.
     *
     * @param name the server's handler, which decides what the mutation does; null for the default one, which applies what was
     *     drafted
     * @param input what that handler works on: anything that Jackson writes as JSON; null for nothing
     * @param draft says what the mutation is expected to do. It is run again on a newer view if the view changed so much meanwhile
     *     that what was drafted can't be carried over; so it should do nothing else
     * @return tells when the server has accepted the mutation, and when that is visible here
     * @throws io.zenquery.sync.patch.PatchException from the draft, where RFC 6902 has an error
     * @throws io.zenquery.sync.InvalidMutationException if what was drafted does not fit the view
     * @throws io.zenquery.sync.StaleViewException if the view changed too much on each of several runs of the draft
     * @throws io.zenquery.sync.session.QueueFullException if as many mutations are pending as {@code zenquery.sync.max-pending}
     *     allows
     * @throws io.zenquery.sync.session.MutationTooLargeException if no message can carry it
     * @throws io.zenquery.sync.outbox.OutboxException if it could not be written to the outbox; it has left the view again
     * @throws IllegalStateException if the session is closed
     */
    default MutationReceipt mutate(@Nullable String name, @Nullable Object input, Consumer<Draft> draft) {
        return mutate(name, input, Set.of(), draft);
    }

    /**
     * Makes a mutation that makes up ids for what it creates; otherwise as {@link #mutate(String, Object, Consumer)}. When the server says
     * what they have become, pending mutations and the view follow. Until then, and for a while after, later mutations may use them.
     *
     * @param creates the ids, strings that nothing else has (random ones with a prefix, say)
     */
    MutationReceipt mutate(@Nullable String name, @Nullable Object input, Set<String> creates, Consumer<Draft> draft);

    /** Makes a mutation for the server's default handler; otherwise as {@link #mutate(String, Object, Consumer)}. */
    default MutationReceipt mutate(Consumer<Draft> draft) {
        return mutate(null, null, draft);
    }

    /**
     * The document with all pending mutations in it, frozen. Where there is none of that name, or it has not come yet, that is
     * {@link io.zenquery.sync.patch.Json#ABSENT}, Jackson's {@code MissingNode}: never null, {@code isMissingNode()} is true, {@code path}
     * and {@code at} lead to another one, and its text is empty.
     */
    JsonNode view(String atom);

    /**
     * The document with all pending mutations in it, read as {@code type}; null if there is none.
     *
     * @throws tools.jackson.core.JacksonException if it can't be read as that type
     */
    <T> @Nullable T view(String atom, Class<T> type);

    /**
     * A document as values of a type, to be read, changed and listened to. Costs nothing until it is used.
     *
     * @param name the name of the atom, which need not exist
     */
    <T> Atom<T> atom(String name, Class<T> type);

    /**
     * Takes back what a mutation of this process did, as {@link MutationReceipt#undo()}, for those that have the number and not the receipt.
     *
     * @throws io.zenquery.sync.UndoUnavailableException if nothing can be taken back
     */
    MutationReceipt undo(long clientSeq);

    /** Whether {@link #undo} would find something to take back now. */
    boolean canUndo(long clientSeq);

    /** The document as the server confirmed it, frozen; {@link io.zenquery.sync.patch.Json#ABSENT} if there is none, as in {@link #view(String)}. */
    JsonNode confirmed(String atom);

    /** All documents, confirmed and with pending mutations, and the version of the view, all of one moment. */
    AtomStore.Snapshot snapshot();

    /** The mutations without a verdict, oldest first. */
    List<PendingMutation> pending();

    /**
     * The mutations that were rejected or handed back and are neither retried nor discarded, the oldest first. One that fails is here before
     * it leaves the pending ones.
     */
    List<FailedMutation> failed();

    /**
     * Submits a failed mutation again, as a new one on the present view.
     *
     * @throws IllegalArgumentException if there is no failed mutation of that number
     * @throws io.zenquery.sync.InvalidMutationException if what it did does not fit the present view; it stays a failed one
     */
    MutationReceipt retry(long clientSeq);

    /** Forgets a failed mutation; false if there is none of that number. */
    boolean discard(long clientSeq);

    /** The number of the last delta applied; 0 before the first. */
    long confirmedServerSeq();

    /** Who writes; the server knows this client by it. */
    String clientId();

    /** Where the session is. */
    SessionState state();

    /** Connects, and from now on connects again whenever the connection is lost. Returns at once. */
    void connect();

    /** Goes offline until {@link #connect}. Everything is kept, and mutations can still be made. Returns at once. */
    void disconnect();
}
