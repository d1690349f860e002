package io.zenquery.sync.spring;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.StaleViewException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.spring.SyncMutationContext.Operation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** {@link SyncOperations} over a session, its coordinator and the store behind it. */
public class SyncTemplate implements SyncOperations {
    /** How often a draft is run before its mutation is refused. */
    private static final int DRAFTS = 10;

    private final String channel;
    private final SyncSession session;
    private final OptimisticSyncCoordinator coordinator;
    private final AtomStore store;
    private final JsonMapper mapper;
    private final Function<String, SyncOperations> channels;
    private final TypedAtoms atoms;
    private final MutationObservations observations;

    /**
     * The operations of one channel, from which no other can be had.
     *
     * @param channel the channel of the session
     * @param session sends the mutations
     * @param coordinator the session's coordinator
     * @param store the state layer of the coordinator
     * @param mapper writes inputs and reads typed views
     */
    public SyncTemplate(
            String channel,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            AtomStore store,
            JsonMapper mapper) {
        this(
                channel,
                session,
                coordinator,
                store,
                mapper,
                SyncTemplate::noOther,
                (atom, path) -> null,
                Runnable::run,
                MutationObservations.NONE);
    }

    /**
     * @param channel the channel of the session
     * @param session sends the mutations
     * @param coordinator the session's coordinator
     * @param store the state layer of the coordinator
     * @param mapper writes inputs and reads typed views
     * @param channels gives the operations of each other channel, as {@link #channel(String)} says
     * @param identityKeys for the list at a place of an atom, the member that identifies its elements; null for none
     * @param events runs what listeners of typed atoms are told, in order
     * @param observations told of the mutations; they carry the traces that it finds
     */
    public SyncTemplate(
            String channel,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            AtomStore store,
            JsonMapper mapper,
            Function<String, SyncOperations> channels,
            BiFunction<AtomKey, JsonPointer, @Nullable String> identityKeys,
            Executor events,
            MutationObservations observations) {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.session = Objects.requireNonNull(session, "session");
        this.coordinator = Objects.requireNonNull(coordinator, "coordinator");
        this.store = Objects.requireNonNull(store, "store");
        this.mapper = Objects.requireNonNull(mapper, "mapper");
        this.channels = Objects.requireNonNull(channels, "channels");
        this.atoms = new TypedAtoms(coordinator, store, mapper, identityKeys, events);
        this.observations = Objects.requireNonNull(observations, "observations");
    }

    private static SyncOperations noOther(String name) {
        throw new ChannelUnavailableException(name, "this SyncTemplate was made by hand, for one channel");
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public SyncOperations channel(String name) {
        return name.equals(channel) ? this : channels.apply(name);
    }

    @Override
    public MutationReceipt mutate(
            @Nullable String name, @Nullable Object input, Set<String> creates, Consumer<Draft> draft) {
        return observations.observe(
                channel, name, Operation.MUTATE, trace -> mutate(name, input, creates, draft, trace));
    }

    private MutationReceipt mutate(
            @Nullable String name,
            @Nullable Object input,
            Set<String> creates,
            Consumer<Draft> draft,
            @Nullable String trace) {
        JsonNode json = Json.freeze(mapper.valueToTree(input));
        for (int run = 1; ; run++) {
            AtomStore.Snapshot base = store.snapshot();
            Draft drafted = new Draft(base::view);
            draft.accept(drafted);
            try {
                return session.submit(
                        new MutationRequest(name, json, drafted.patches(), base.version(), creates, null, trace));
            } catch (StaleViewException e) {
                if (run == DRAFTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public JsonNode view(String atom) {
        return store.view(AtomKey.of(atom));
    }

    @Override
    public <T> @Nullable T view(String atom, Class<T> type) {
        JsonNode document = view(atom);
        return Json.isAbsent(document) ? null : mapper.treeToValue(document, type);
    }

    @Override
    public <T> Atom<T> atom(String name, Class<T> type) {
        return new Atom<>(name, type, this, atoms);
    }

    @Override
    public MutationReceipt undo(long clientSeq) {
        return observations.observe(
                channel, null, Operation.UNDO, trace -> session.undo(clientSeq, null, NullNode.getInstance(), trace));
    }

    @Override
    public boolean canUndo(long clientSeq) {
        return session.canUndo(clientSeq);
    }

    @Override
    public JsonNode confirmed(String atom) {
        return store.confirmed(AtomKey.of(atom));
    }

    @Override
    public AtomStore.Snapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public List<PendingMutation> pending() {
        return coordinator.pendingMutations();
    }

    @Override
    public List<FailedMutation> failed() {
        return session.failed();
    }

    @Override
    public MutationReceipt retry(long clientSeq) {
        return observations.retry(channel, session, clientSeq);
    }

    @Override
    public boolean discard(long clientSeq) {
        return session.discard(clientSeq);
    }

    @Override
    public long confirmedServerSeq() {
        return coordinator.confirmedServerSeq();
    }

    @Override
    public String clientId() {
        return session.clientId();
    }

    @Override
    public SessionState state() {
        return session.state();
    }

    @Override
    public void connect() {
        session.connect();
    }

    @Override
    public void disconnect() {
        session.disconnect();
    }
}
