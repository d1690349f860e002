package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StateLayer;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import io.zenquery.sync.session.SessionBuilder;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionScheduler;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.SyncEventPublisher;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.ThreadSessionScheduler;
import io.zenquery.sync.stomp.StompSyncTransport;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes what the channels of one connection consist of. The beans of the default channel are made here one by one, so that each may be
 * replaced; another channel is made whole, by {@link #open}. The parts that all channels share are looked up when they are needed, since
 * the application's may themselves need parts of a channel.
 */
final class ChannelFactory {
    private static final Logger log = LoggerFactory.getLogger(SyncSession.class);

    /** What a frame has besides mutations: STOMP headers, and the batch's fence and numbers. */
    private static final int FRAME_OVERHEAD = 2 * 1024;

    private final Connection connection;
    private final ZenQuerySyncProperties properties;
    private final SharedParts shared;

    ChannelFactory(Connection connection, SharedParts shared) {
        this.connection = connection;
        this.properties = connection.properties();
        this.shared = shared;
    }

    Connection connection() {
        return connection;
    }

    AtomStore store() {
        return new AtomStore();
    }

    OptimisticSyncCoordinator coordinator(StateLayer stateLayer) {
        return new CoordinatorBuilder()
                .stateLayer(stateLayer)
                .identityKeys(identityKeys())
                .maxUndo(properties.undo().maxMutations())
                .undoHistory(properties.undo().maxDeltas())
                .build();
    }

    private IdentityKeys identityKeys() {
        return new IdentityKeys(properties.identityKeys());
    }

    /**
     * The outbox of a channel; null if there is none.
     *
     * @throws io.zenquery.sync.outbox.OutboxException if it can't be opened
     */
    @Nullable
    RestartableOutboxStore outbox(String channel) {
        Path path = outboxPath();
        if (path == null) {
            return null;
        }
        Path file = OutboxFiles.of(path, channel, connection.channel());
        return new RestartableOutboxStore(file, () -> SqliteOutboxStore.open(file, Clock.systemUTC()));
    }

    /** Where the outbox of the connection's own channel is, and the others' beside it; null if there are none. */
    @Nullable
    Path outboxPath() {
        Path path = properties.outbox().path();
        return path == null || !StringUtils.hasText(path.toString()) ? null : path;
    }

    ThreadSessionScheduler scheduler(String channel) {
        return new ThreadSessionScheduler("zenquery-sync-session-" + channel);
    }

    /** @throws ChannelUnavailableException if nothing is there that makes a transport */
    SyncTransport transport(String channel) {
        TransportFactory transports = shared.transports();
        if (transports == null) {
            throw new ChannelUnavailableException(
                    channel,
                    "there is no STOMP client, and no SyncTransportFactory bean; a SyncTransport bean connects the default"
                            + " channel only. Add zenquery-sync-spring-boot-starter, which brings a STOMP client");
        }
        return transports.transport(connection, channel);
    }

    SyncEventPublisher publisher(String channel, OptimisticSyncCoordinator coordinator, EventQueue queue) {
        return new SyncEventPublisher(connection.name(), channel, coordinator, queue, shared.eventObservations());
    }

    /** @param listeners those that hear this channel only, and first */
    SyncSession session(
            String channel,
            OptimisticSyncCoordinator coordinator,
            SyncTransport transport,
            SessionScheduler scheduler,
            NamedStrategies strategies,
            @Nullable OutboxStore outbox,
            List<SessionListener> listeners) {
        tellWhereItIsKept(channel, outbox);
        List<SessionListener> all = new ArrayList<>(listeners);
        all.addAll(shared.sessionListeners(connection, channel));
        all.add(new ConnectionLog(channel));
        SessionBuilder session = SyncSession.builder();
        if (outbox != null) {
            session.outbox(outbox);
        }
        return session.coordinator(coordinator)
                .transport(transport)
                .scheduler(scheduler)
                .clock(shared.clock())
                .random(new Random())
                .clientId(properties.clientId())
                .ids(ChannelFactory::randomId)
                .strategy(strategies.strategy())
                .strategyNames(strategies::nameOf)
                .listener(new SessionListeners(all))
                .backOff(
                        properties.reconnect().initialDelay(),
                        properties.reconnect().maxDelay())
                .maxBatch(properties.maxBatch())
                .maxBatchBytes(Math.toIntExact(properties.maxFrameSize().toBytes()) - FRAME_OVERHEAD)
                .fullBatchBytes(StompSyncTransport.ONE_WRITE)
                .maxPending(properties.maxPending())
                .whenFullWait(properties.maxPendingWait())
                .maxAttempts(properties.maxAttempts())
                .maxFailed(properties.outbox().maxFailed())
                .build();
    }

    private void tellWhereItIsKept(String channel, @Nullable OutboxStore outbox) {
        if (outbox == null) {
            log.info(
                    "channel {}: pending mutations are kept in memory, until the process ends; {}outbox.path is not set",
                    channel,
                    connection.prefix());
        } else {
            log.info(
                    "channel {}: pending mutations are kept in {}",
                    channel,
                    outbox instanceof RestartableOutboxStore ours
                            ? "the file " + ours.file().toAbsolutePath()
                            : "the application's " + outbox.getClass().getName());
        }
    }

    SyncSessionLifecycle lifecycle(SyncSession session, SessionScheduler scheduler) {
        return new SyncSessionLifecycle(session, scheduler, properties.autoStartup());
    }

    /**
     * @param channels gives the other channels of the connection
     * @param events runs what listeners of typed atoms are told
     */
    SyncTemplate template(
            String channel,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            AtomStore store,
            JsonMapper mapper,
            Function<String, SyncOperations> channels,
            Executor events) {
        return new SyncTemplate(
                channel, session, coordinator, store, mapper, channels, identityKeys(), events, shared.observations());
    }

    /**
     * Makes a channel, which is not connected yet.
     *
     * @param channels gives the other channels of the connection
     * @param ends gets what ends the channel; also what was made of it when this throws
     * @throws io.zenquery.sync.outbox.OutboxException if its outbox can't be opened
     * @throws ChannelUnavailableException if nothing is there that makes a transport
     */
    OpenChannel open(String channel, Function<String, SyncOperations> channels, ClosingStack ends) {
        AtomStore store = store();
        OptimisticSyncCoordinator coordinator = coordinator(store);
        RestartableOutboxStore outbox = outbox(channel);
        if (outbox != null) {
            ends.push(outbox);
        }
        SyncTransport transport = transport(channel);
        ends.push(() -> ClosingStack.end(transport));
        ThreadSessionScheduler scheduler = scheduler(channel);
        ends.push(scheduler);
        SyncEventPublisher publisher = publisher(channel, coordinator, shared.events());
        SyncSession session = session(
                channel, coordinator, transport, scheduler, shared.strategies(connection), outbox, List.of(publisher));
        ends.push(session::close);
        SyncTemplate template =
                template(channel, session, coordinator, store, shared.mapper(), channels, publisher::execute);
        return new OpenChannel(template, session, coordinator, lifecycle(session, scheduler), outbox, ends);
    }

    private static String randomId() {
        return UUID.randomUUID().toString();
    }
}
