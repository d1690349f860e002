package io.zenquery.sync.actuate.client;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** How one channel of a client stands, for health, endpoint and meters. Thread-safe; nothing here waits for the network. */
public final class ClientChannel {
    private final String name;
    private final SyncSession session;
    private final OptimisticSyncCoordinator coordinator;
    private final ConnectionHistory connection;
    private final InstantSource clock;
    private final LongFunction<MutationReceipt> retry;

    /**
     * @param name of the channel; no two in an application have the same
     * @param connection a listener of {@code session}
     * @param clock the one that the session has
     */
    public ClientChannel(
            String name,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            ConnectionHistory connection,
            InstantSource clock) {
        this(name, session, coordinator, connection, clock, session::retry);
    }

    /**
     * @param name of the channel; no two in an application have the same
     * @param connection a listener of {@code session}
     * @param clock the one that the session has
     * @param retry as {@link SyncSession#retry(long)}
     */
    public ClientChannel(
            String name,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            ConnectionHistory connection,
            InstantSource clock,
            LongFunction<MutationReceipt> retry) {
        this.name = Objects.requireNonNull(name, "name");
        this.session = Objects.requireNonNull(session, "session");
        this.coordinator = Objects.requireNonNull(coordinator, "coordinator");
        this.connection = Objects.requireNonNull(connection, "connection");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.retry = Objects.requireNonNull(retry, "retry");
    }

    /** The channel's name. */
    public String name() {
        return name;
    }

    /** Who writes. */
    public String clientId() {
        return session.clientId();
    }

    /** Where the session is. */
    public SessionState state() {
        return session.state();
    }

    /** Since when it is not connected; null if it is. */
    public @Nullable Instant disconnectedSince() {
        return state() == SessionState.LIVE ? null : connection.disconnectedSince();
    }

    /** How long it has not been connected; null if it is. */
    public @Nullable Duration disconnectedFor() {
        Instant since = disconnectedSince();
        return since == null ? null : notNegative(Duration.between(since, clock.instant()));
    }

    /** Why it is not connected, for people; empty if it is, or that is not known. */
    public String disconnectReason() {
        return state() == SessionState.LIVE ? "" : connection.reason();
    }

    /** How often it came back in step after its connection was lost or given up. */
    public long reconnects() {
        return connection.reconnects();
    }

    /** The number of the last delta applied; 0 before the first. */
    public long confirmedServerSeq() {
        return coordinator.confirmedServerSeq();
    }

    /** The mutations without a verdict, oldest first. */
    public List<PendingMutation> pending() {
        return coordinator.pendingMutations();
    }

    /** How many mutations have no verdict. */
    public int pendingCount() {
        return coordinator.pendingCount();
    }

    /** How long the oldest pending mutation has waited; null if none is pending, or it is not known when it was made. */
    public @Nullable Duration oldestPendingAge() {
        List<PendingMutation> oldest = coordinator.pendingMutations(0, 1);
        return oldest.isEmpty() ? null : age(oldest.get(0));
    }

    /**
     * How long a pending mutation has waited; null if it is not known when it was made. To within what the server's clock and this
     * machine's were apart when it was made and are now, as far as that is known.
     */
    public @Nullable Duration age(PendingMutation mutation) {
        Instant stamp = mutation.stamp();
        return stamp == null
                ? null
                : notNegative(Duration.between(stamp, clock.instant().plus(session.clockOffset())));
    }

    /** How long ago a mutation failed. */
    public Duration age(FailedMutation mutation) {
        return notNegative(Duration.between(mutation.at(), clock.instant()));
    }

    /** The mutations that were rejected or handed back and are neither retried nor discarded, the oldest first. */
    public List<FailedMutation> failed() {
        return session.failed();
    }

    /** As {@link SyncSession#retry(long)}; returns the new number. */
    public long retry(long clientSeq) {
        return retry.apply(clientSeq).clientSeq();
    }

    /** As {@link SyncSession#discard}. */
    public boolean discard(long clientSeq) {
        return session.discard(clientSeq);
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
