package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is, and how it gets from there to somewhere else.
 *
 * <pre>
 *             connect()                 open                 welcome, caught up
 *   OFFLINE ────────────► CONNECTING ────────► RESUMING ─────────────────────────► LIVE
 *      ▲                    │    ▲                │ ▲                               │ │
 *      │    disconnect()    │    └────────────────┘ └───────────────────────────────┘ │
 *      ├────────────────────┘      lost: back-off         gap, stale fence, no answer │
 *      └──────────────────────────────────────────────────────────────────────────────┘
 *   any state ── close() ──► CLOSED
 * </pre>
 *
 * <p>Used on the session's thread only: what comes from outside is handed to its scheduler and handled there, in order; messages of an
 * earlier connection are told by its generation and discarded. {@link #state} may be read from any thread.
 */
final class SessionMachine {
    /** How long deltas that the server says it has may take to come. */
    private static final Duration HEAD_PATIENCE = Duration.ofSeconds(1);

    private final OptimisticSyncCoordinator coordinator;
    private final SessionBuilder settings;
    private final SessionScheduler scheduler;
    private final SessionListener listener;
    private final Submissions submissions;
    private final ClientIdentity identity;
    private final Exchange exchange = new Exchange();
    private final Link link;
    private final CatchUp catchUp;
    private final Outbound outbound;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final BackOff connects;
    private final BackOff retries;
    private volatile SessionState state = SessionState.OFFLINE;
    private volatile Duration clockOffset = Duration.ZERO;

    SessionMachine(
            SessionBuilder settings,
            OptimisticSyncCoordinator coordinator,
            SessionListener listener,
            ConflictResolutionStrategy strategy,
            Memory memory,
            TemporaryIds temporaryIds,
            Submissions submissions) {
        this.settings = settings;
        this.coordinator = coordinator;
        this.scheduler = required(settings.scheduler, "scheduler");
        this.listener = listener;
        this.submissions = submissions;
        this.identity = memory.identity();
        this.outbound = new Outbound(coordinator, settings, memory.facts());
        this.catchUp = new CatchUp(coordinator, strategy, memory.facts());
        this.connects = new BackOff(settings);
        this.retries = new BackOff(settings);
        Verdicts verdicts = new Verdicts(coordinator, outbound, submissions, temporaryIds, listener);
        Problems problems = new Problems(this, identity, coordinator, outbound, verdicts, settings.maxAttempts);
        this.incoming = new Incoming(this, identity, coordinator, catchUp, outbound, verdicts, problems);
        this.link = new Link(required(settings.transport, "transport"), scheduler, new Connection());
        this.outgoing = new Outgoing(this, settings, coordinator, outbound, submissions, memory.journal());
        coordinator.onGap((confirmed, received) -> scheduler.execute(this::onGap));
    }

    SessionState state() {
        return state;
    }

    String clientId() {
        return identity.id();
    }

    /** The server's clock less this machine's, as of the last welcome. */
    Duration clockOffset() {
        return clockOffset;
    }

    /** Something was registered. */
    void wake() {
        scheduler.execute(outgoing::pump);
    }

    // -------------------------------------------------------------------------------------------------- connection

    void connect() {
        scheduler.execute(() -> {
            if (state == SessionState.OFFLINE) {
                open("");
            }
        });
    }

    void disconnect() {
        scheduler.execute(() -> {
            if (state != SessionState.CLOSED && state != SessionState.OFFLINE) {
                hangUp();
                become(SessionState.OFFLINE, "disconnected on request");
                outgoing.isStored();
            }
        });
    }

    void close() {
        scheduler.execute(() -> {
            if (state != SessionState.CLOSED) {
                hangUp();
                become(SessionState.CLOSED, "closed on request");
                submissions.close();
                outgoing.isStored();
            }
        });
    }

    private void open(String reason) {
        catchUp.forgetEarly();
        become(SessionState.CONNECTING, reason);
        link.open();
    }

    private void hangUp() {
        exchange.end();
        link.hangUp();
    }

    void reconnectLater(String reason) {
        hangUp();
        if (state == SessionState.CONNECTING) {
            listener.onState(state, state, reason);
        } else {
            become(SessionState.CONNECTING, reason);
        }
        link.after(connects.next(), () -> open(reason));
    }

    void resume(String reason) {
        long attempt = exchange.begin();
        become(SessionState.RESUMING, reason);
        link.send(new Resume(
                identity.id(),
                identity.epoch(),
                catchUp.followed(),
                coordinator.confirmedServerSeq(),
                outbound.firstPending(),
                outbound.lastPending(),
                attempt));
        expectAnswer();
    }

    void resumeLater(String reason) {
        retry(() -> resume(reason));
    }

    void retry(Runnable attempt) {
        link.after(retries.next(), attempt);
    }

    private void onGap() {
        if (state == SessionState.LIVE && coordinator.hasGap()) {
            resume("deltas are missing");
        }
    }

    /** If {@code isBehind} still says so after a little while, asks for what is missing. */
    void resumeIf(Supplier<Boolean> isBehind) {
        link.onceAfter(HEAD_PATIENCE, () -> {
            if (state == SessionState.LIVE && isBehind.get()) {
                resume("deltas are missing");
            }
        });
    }

    /** If nothing is heard of what was just sent: resume, or, if that is what was sent, connect anew. */
    void expectAnswer() {
        link.after(settings.answerTimeout, () -> {
            if (state == SessionState.RESUMING) {
                reconnectLater("no answer to resume within " + settings.answerTimeout);
            } else if (state == SessionState.LIVE && outbound.inFlight() != null) {
                resume("no answer to a batch within " + settings.answerTimeout);
            }
        });
    }

    private void become(SessionState next, String reason) {
        SessionState previous = state;
        state = next;
        if (previous != next) {
            listener.onState(previous, next, reason);
        }
    }

    /** What the present connection says. */
    private final class Connection implements SyncTransport.Listener {

        @Override
        public void onOpen() {
            resume("");
        }

        @Override
        public void onMessage(ServerMessage message) {
            incoming.take(message);
            if (state == SessionState.RESUMING
                    && exchange.isWelcomed()
                    && catchUp.isComplete()
                    && !incoming.beginsEpoch()) {
                become(SessionState.LIVE, "");
                link.onceAfter(
                        connects.reached(),
                        connects::reset); // else one that is lost as soon as it is live is made too often
                resumeIf(coordinator::hasGap);
            }
            outgoing.pump();
        }

        @Override
        public void onMalformed(ProtocolException problem) {
            listener.onProblem("malformed", String.valueOf(problem.getMessage()));
        }

        @Override
        public void onClosed(String reason) {
            reconnectLater(reason);
        }
    }

    // -------------------------------------------------------------------------------------- what a message changes

    boolean isResuming() {
        return state == SessionState.RESUMING;
    }

    boolean awaitsWelcome() {
        return state == SessionState.RESUMING && !exchange.isWelcomed();
    }

    /** Whether that is the number of the last resume. */
    boolean isPresent(long answered) {
        return exchange.isLast(answered);
    }

    /** Whether that is what the session now waits to hear of. */
    boolean isPresent(ServerMessage.About about, @Nullable MutationBatch inFlight) {
        return about.attempt() != 0 ? isPresent(about.attempt()) && awaitsWelcome() : exchange.isAbout(about, inFlight);
    }

    void welcomed(ServerMessage.Welcome welcome) {
        exchange.welcomed(welcome.fence());
        clockOffset = Duration.between(required(settings.clock, "clock").instant(), welcome.serverTime());
    }

    /** The server has heard of what was sent: waits between attempts begin with the shortest again. */
    void progressed() {
        connects.reset();
        retries.reset();
    }

    /** The fence to send with; null unless the session is live. */
    @Nullable
    String fence() {
        return state == SessionState.LIVE ? exchange.fence() : null;
    }

    SessionFacts facts() {
        return new SessionFacts(
                identity.id(),
                identity.epoch(),
                catchUp.followed(),
                outbound.lastSent(),
                outbound.previous(),
                outbound.inFlight());
    }

    /** Sends a batch, for the first time or again. */
    void send(MutationBatch batch, String under, boolean again) {
        listener.onSend(batch, again);
        link.send(batch.withFence(under));
        expectAnswer();
    }

    void problem(String code, String message) {
        listener.onProblem(code, message);
    }
}
