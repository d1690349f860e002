package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.patch.AtomKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SyncSession}. What has no default must be given. */
public final class SessionBuilder {
    @Nullable
    OptimisticSyncCoordinator coordinator;

    @Nullable
    SyncTransport transport;

    @Nullable
    SessionScheduler scheduler;

    @Nullable
    InstantSource clock;

    @Nullable
    RandomGenerator random;

    @Nullable
    String clientId;

    @Nullable
    String clientEpoch;

    ConflictResolutionStrategy strategy = ConflictStrategies.REBASE;
    Function<AtomKey, String> strategyNames = atom -> ConflictStrategies.REBASE.id();
    SessionListener listener = new SessionListener() {};
    Duration initialBackOff = Duration.ofMillis(500);
    Duration maxBackOff = Duration.ofSeconds(30);
    Duration answerTimeout = Duration.ofSeconds(30);
    int maxBatch = 100;
    int maxBatchBytes = 512 * 1024;
    int fullBatchBytes = Integer.MAX_VALUE;
    int maxPending = 10_000;
    Duration patience = Duration.ZERO;
    int maxAttempts = 10;
    int maxFailed = 1_000;

    @Nullable
    OutboxStore outbox;

    @Nullable
    Supplier<String> ids;

    SessionBuilder() {}

    /** The coordinator of the channel; nobody else hands it the server's messages. */
    public SessionBuilder coordinator(OptimisticSyncCoordinator value) {
        this.coordinator = value;
        return this;
    }

    /** Carries the messages. */
    public SessionBuilder transport(SyncTransport value) {
        this.transport = value;
        return this;
    }

    /** The session's thread. */
    public SessionBuilder scheduler(SessionScheduler value) {
        this.scheduler = value;
        return this;
    }

    /** Tells the time that mutations are stamped with. */
    public SessionBuilder clock(InstantSource value) {
        this.clock = value;
        return this;
    }

    /** Jitter for the back-off. */
    public SessionBuilder random(RandomGenerator value) {
        this.random = value;
        return this;
    }

    /**
     * Where pending and failed mutations, and the confirmed documents, are kept so that another session can go on when this process has
     * ended. Without one, they are gone with it. Whoever opened the store closes it, after the session.
     */
    public SessionBuilder outbox(OutboxStore value) {
        this.outbox = value;
        return this;
    }

    /**
     * Makes ids that nobody else has: the client id, if none is given and none is in the outbox, and new epochs. A random UUID as
     * text will do.
     */
    public SessionBuilder ids(Supplier<String> value) {
        this.ids = value;
        return this;
    }

    /** Who writes. Two writers must not share one. By default, who the outbox says, or a new one. */
    public SessionBuilder clientId(@Nullable String value) {
        this.clientId = value;
        return this;
    }

    /**
     * Which incarnation of the store of pending mutations; a new one whenever numbers begin anew. By default, what the outbox says, or
     * a new one.
     */
    public SessionBuilder clientEpoch(@Nullable String value) {
        this.clientEpoch = value;
        return this;
    }

    /** Decides conflicts; {@code rebase} by default. */
    public SessionBuilder strategy(ConflictResolutionStrategy value) {
        this.strategy = value;
        return this;
    }

    /** The name under which each atom's strategy goes to the server, so that it decides alike; {@code rebase} by default. */
    public SessionBuilder strategyNames(Function<AtomKey, String> value) {
        this.strategyNames = value;
        return this;
    }

    /** Told what happens. */
    public SessionBuilder listener(SessionListener value) {
        this.listener = value;
        return this;
    }

    /** The wait before the second attempt to connect, and the bound that doubling it does not pass; 0.5 s and 30 s by default. */
    public SessionBuilder backOff(Duration initial, Duration max) {
        if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException(
                    "expected 0 < initial <= max for the back-off, got " + initial + " and " + max);
        }
        this.initialBackOff = initial;
        this.maxBackOff = max;
        return this;
    }

    /** How long the server may take to answer before the session resumes; 30 s by default. */
    public SessionBuilder answerTimeout(Duration value) {
        this.answerTimeout = value;
        return this;
    }

    /** How many mutations go into one batch; from 1, 100 by default. */
    public SessionBuilder maxBatch(int value) {
        this.maxBatch = atLeastOne(value, "maxBatch");
        return this;
    }

    /**
     * How many bytes of mutations go into one batch; from 1, 512 KB by default. A mutation that alone takes more is refused, so
     * this should be a little less than what the transport can carry.
     */
    public SessionBuilder maxBatchBytes(int value) {
        this.maxBatchBytes = atLeastOne(value, "maxBatchBytes");
        return this;
    }

    /**
     * At how many bytes of mutations a batch is full; from 1, {@link #maxBatchBytes} by default. A mutation that takes more goes alone. For a
     * transport that carries messages up to some size much faster than larger ones.
     */
    public SessionBuilder fullBatchBytes(int value) {
        this.fullBatchBytes = atLeastOne(value, "fullBatchBytes");
        return this;
    }

    /** How often a mutation that the server can't decide now is sent before it is handed back; from 1, 10 by default. */
    public SessionBuilder maxAttempts(int value) {
        this.maxAttempts = atLeastOne(value, "maxAttempts");
        return this;
    }

    /** How many failed mutations are kept; from 1, 1,000 by default. Beyond that, the oldest goes, and is logged. */
    public SessionBuilder maxFailed(int value) {
        this.maxFailed = atLeastOne(value, "maxFailed");
        return this;
    }

    /**
     * How long {@link SyncSession#submit} waits if as many mutations are pending as may be; zero, the default, for not at all. To be
     * used only if submitters are not the threads that deliver the coordinator's callbacks.
     */
    public SessionBuilder whenFullWait(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("expected a wait from 0, got " + value);
        }
        this.patience = value;
        return this;
    }

    /** How many mutations may be pending; from 1, 10,000 by default. */
    public SessionBuilder maxPending(int value) {
        this.maxPending = atLeastOne(value, "maxPending");
        return this;
    }

    /**
     * The session, offline.
     *
     * @throws NullPointerException naming what is missing
     * @throws io.zenquery.sync.outbox.OutboxException if the outbox can't be read or written, does not make sense, or belongs to
     *     another client than {@link #clientId} says; or if the coordinator has no state layer, whose documents it keeps
     * @throws IllegalStateException if there is something in the outbox, and the coordinator has begun already
     */
    public SyncSession build() {
        return new SyncSession(this);
    }

    static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "a session needs a " + name);
    }

    private static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("expected " + name + " from 1, got " + value);
        }
        return value;
    }
}
