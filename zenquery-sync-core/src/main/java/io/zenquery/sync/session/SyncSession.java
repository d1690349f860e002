package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one channel of one client in step with the server.
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
 * <p>Threads: all methods may be called from any thread. What comes from outside is handed to the session's scheduler and handled there, in order;
 * messages of an earlier connection are told by its generation and discarded.
 */
public final class SyncSession {
    /** How long deltas that the server says it has may take to come. */
    private static final Duration HEAD_PATIENCE = Duration.ofSeconds(1);

    private final OptimisticSyncCoordinator coordinator;
    private final SessionBuilder settings;
    private final SessionScheduler scheduler;
    private final SessionListener listener;
    private final Failures failures;
    private final Journal journal;
    private final Submissions submissions;
    private final Supplier<String> ids;
    private final String clientId;

    private volatile SessionState state = SessionState.OFFLINE;
    private volatile Duration clockOffset = Duration.ZERO;

    // The session's thread only.
    private final Link link;
    private final CatchUp catchUp;
    private final Outbound outbound;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final BackOff connects;
    private final BackOff retries;
    private String clientEpoch;
    private @Nullable String fence;

    SyncSession(SessionBuilder settings) {
        this.settings = settings;
        this.coordinator = required(settings.coordinator, "coordinator");
        this.scheduler = required(settings.scheduler, "scheduler");
        this.listener = new SafeListener(settings.listener);
        Problems later = (code, message) -> scheduler.execute(() -> listener.onProblem(code, message));
        SafeStrategy strategy = new SafeStrategy(settings.strategy, later);
        Memory memory = Memory.open(settings, coordinator, strategy, later);
        this.failures = memory.failures();
        this.journal = memory.journal();
        this.ids = memory.ids();
        this.clientId = memory.facts().clientId();
        this.clientEpoch = memory.facts().clientEpoch();
        TemporaryIds temporaryIds = new TemporaryIds(coordinator);
        this.submissions = new Submissions(settings, coordinator, journal, temporaryIds);
        this.outbound = new Outbound(coordinator, settings.maxBatch, settings.maxBatchBytes, memory.facts());
        this.catchUp = new CatchUp(coordinator, strategy, memory.facts());
        this.connects = backOff(settings);
        this.retries = backOff(settings);
        Verdicts verdicts = new Verdicts(coordinator, outbound, submissions, temporaryIds);
        this.incoming = new Incoming(this, coordinator, catchUp, outbound, verdicts, settings.maxAttempts);
        this.link = new Link(required(settings.transport, "transport"), scheduler, new Connection());
        this.outgoing = new Outgoing(this, settings, coordinator, outbound, submissions, journal);
        coordinator.onOutcome(this::tellFailure);
        coordinator.onGap((confirmed, received) -> scheduler.execute(this::onGap));
    }

    private static BackOff backOff(SessionBuilder settings) {
        return new BackOff(settings.initialBackOff, settings.maxBackOff, required(settings.random, "random"));
    }

    /** Begins to make a session. */
    public static SessionBuilder builder() {
        return new SessionBuilder();
    }

    /** Where the session is. */
    public SessionState state() {
        return state;
    }

    /** Who writes. */
    public String clientId() {
        return clientId;
    }

    // ---------------------------------------------------------------------------------------------------- mutations

    /**
     * Registers a mutation, which shows in the view at once, and sends it when its turn comes; now or when there is a connection. With an
     * outbox, it is on disk when this returns.
     *
     * @throws QueueFullException if too many are pending
     * @throws MutationTooLargeException if no message can carry it
     * @throws OutboxException if it could not be written to the outbox. It has left the view again
     * @throws io.zenquery.sync.StaleViewException if the draft's version of the view is too old: draft anew
     * @throws io.zenquery.sync.InvalidMutationException if the patches do not fit the view
     * @throws IllegalStateException if the session is closed
     */
    public MutationReceipt submit(MutationRequest request) {
        MutationReceipt receipt = submissions.submit(request, clockOffset);
        scheduler.execute(outgoing::pump);
        return receipt;
    }

    /** The mutations that were rejected or handed back and are neither retried nor discarded, the oldest first. */
    public List<FailedMutation> failed() {
        return failures.list();
    }

    /**
     * Submits a failed mutation again, under another number and on the present view. It is not a failed one any more.
     *
     * @throws IllegalArgumentException if there is no failed mutation of that number, or somebody else is retrying it
     * @throws io.zenquery.sync.InvalidMutationException if its patches do not fit the present view; it stays a failed one
     * @throws QueueFullException as {@link #submit}; it stays a failed one
     * @throws OutboxException as {@link #submit}; it stays a failed one
     */
    public MutationReceipt retry(long clientSeq) {
        FailedMutation failed = failures.claim(clientSeq);
        try {
            return submit(failed.request(coordinator.viewVersion()));
        } catch (OutboxException e) {
            failures.add(failed);
            throw e;
        } finally {
            failures.release(clientSeq);
        }
    }

    /**
     * Forgets a failed mutation; false if there is none of that number.
     *
     * @throws OutboxException if that could not be written to the outbox; it will be, with what is written next
     */
    public boolean discard(long clientSeq) {
        if (!failures.remove(clientSeq)) {
            return false;
        }
        journal.discarded(clientSeq);
        journal.flush();
        return true;
    }

    private void tellFailure(MutationOutcome outcome) {
        FailedMutation failure = failures.find(outcome.mutation().clientSeq());
        if (failure != null) {
            listener.onFailed(failure);
        }
    }

    // -------------------------------------------------------------------------------------------------- connection

    /** Connects, and from now on connects again whenever the connection is lost. Returns at once. */
    public void connect() {
        scheduler.execute(() -> {
            if (state == SessionState.OFFLINE) {
                open("");
            }
        });
    }

    /** Goes offline. Everything is kept; mutations can still be made. Returns at once. */
    public void disconnect() {
        scheduler.execute(() -> {
            if (state != SessionState.CLOSED && state != SessionState.OFFLINE) {
                hangUp();
                become(SessionState.OFFLINE, "disconnected on request");
                outgoing.isStored();
            }
        });
    }

    /**
     * Ends the session. Receipts without an outcome complete with a {@link MutationWithdrawnException}; with an outbox, the mutations are
     * still in it. Returns at once.
     */
    public void close() {
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
        fence = null;
        link.hangUp();
    }

    void reconnectLater(String reason) {
        hangUp();
        become(SessionState.CONNECTING, reason);
        link.after(connects.next(), () -> open(reason));
    }

    void resume(String reason) {
        fence = null;
        become(SessionState.RESUMING, reason);
        link.send(new Resume(
                clientId,
                clientEpoch,
                catchUp.followed(),
                coordinator.confirmedServerSeq(),
                outbound.firstPending(),
                outbound.lastPending()));
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
            if (state == SessionState.RESUMING && fence != null && catchUp.isComplete()) {
                connects.reset();
                become(SessionState.LIVE, "");
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
        return state == SessionState.RESUMING && fence == null;
    }

    void welcomed(ServerMessage.Welcome welcome) {
        fence = welcome.fence();
        clockOffset = Duration.between(required(settings.clock, "clock").instant(), welcome.serverTime());
    }

    /** The server has heard of what was sent: waits between attempts begin with the shortest again. */
    void progressed() {
        retries.reset();
    }

    /** The fence to send with; null unless the session is live. */
    @Nullable
    String fence() {
        return state == SessionState.LIVE ? fence : null;
    }

    SessionFacts facts() {
        return new SessionFacts(
                clientId,
                clientEpoch,
                catchUp.serverEpoch(),
                outbound.lastSent(),
                outbound.previous(),
                outbound.inFlight());
    }

    String clientEpoch() {
        return clientEpoch;
    }

    /** Numbers count in another epoch from now on, in which none has been sent. */
    void beginClientEpoch() {
        clientEpoch = ids.get();
        outbound.follow(0);
    }

    void send(MutationBatch batch, String under) {
        link.send(batch.withFence(under));
        expectAnswer();
    }

    void problem(String code, String message) {
        listener.onProblem(code, message);
    }
}
