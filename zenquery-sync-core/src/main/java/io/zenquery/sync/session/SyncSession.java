package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.InvalidDeltaException;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final OptimisticSyncCoordinator coordinator;
    private final Link link;
    private final SessionScheduler scheduler;
    private final SessionBuilder settings;
    private final String clientId;
    private final String clientEpoch;
    private final BackOff backOff;

    private final Submissions submissions;

    private volatile SessionState state = SessionState.OFFLINE;
    private volatile Duration clockOffset = Duration.ZERO;

    /** What the strategy {@code fail} hid. Looked at before each batch is made: what is in here must not be sent. */
    private final Set<Long> hidden = ConcurrentHashMap.newKeySet();

    // The session's thread only.
    private final Outbound outbound;
    private final List<Delta> early = new ArrayList<>();
    private @Nullable String serverEpoch;
    private @Nullable String fence;
    private boolean snapshotNeeded = true;
    private long head;

    SyncSession(SessionBuilder settings) {
        this.settings = settings;
        this.coordinator = required(settings.coordinator, "coordinator");
        this.scheduler = required(settings.scheduler, "scheduler");
        required(settings.clock, "clock");
        this.clientId = required(settings.clientId, "clientId");
        this.clientEpoch = required(settings.clientEpoch, "clientEpoch");
        this.backOff = new BackOff(settings.initialBackOff, settings.maxBackOff, required(settings.random, "random"));
        this.link = new Link(required(settings.transport, "transport"), scheduler, new Incoming());
        this.outbound = new Outbound(coordinator, settings.maxBatch, settings.maxBatchBytes);
        this.submissions = new Submissions(settings, coordinator);
        coordinator.onConflict(this::noteHidden);
        coordinator.onOutcome(outcome -> hidden.remove(outcome.mutation().clientSeq()));
        coordinator.onGap((confirmed, received) -> scheduler.execute(this::onGap));
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

    // ------------------------------------------------------------------------------------------------------ submit

    /**
     * Registers a mutation, which shows in the view at once, and sends it when its turn comes; now or when there is a connection.
     *
     * @throws QueueFullException if too many are pending
     * @throws io.zenquery.sync.StaleViewException if the draft's version of the view is too old: draft anew
     * @throws io.zenquery.sync.InvalidMutationException if the patches do not fit the view
     * @throws IllegalStateException if the session is closed
     */
    public MutationReceipt submit(MutationRequest request) {
        return submissions.submit(
                request,
                clockOffset,
                clientSeq -> scheduler.execute(() -> {
                    outbound.add(clientSeq);
                    pump();
                }));
    }

    /** Sends the next batch if the last one is settled. */
    private void pump() {
        withdrawHidden();
        outbound.settle();
        String currentFence = fence;
        if (state != SessionState.LIVE || currentFence == null) {
            return;
        }
        List<Long> failed = new ArrayList<>();
        List<Long> tooLarge = new ArrayList<>();
        MutationBatch batch =
                outbound.freeze(currentFence, clientSeq -> submissions.content(clientSeq, failed), tooLarge);
        failed.forEach(clientSeq ->
                coordinator.withdrawMutation(clientSeq, "a test in it does not hold any more in the confirmed state"));
        handBack(tooLarge, "it takes more than the " + settings.maxBatchBytes + " bytes that a message can carry");
        if (batch != null) {
            link.send(batch);
            expectAnswer();
        }
    }

    private void noteHidden(List<Resolution> resolutions) {
        resolutions.stream()
                .filter(resolution -> resolution.decision() == Decision.HIDE)
                .forEach(resolution -> hidden.add(resolution.collision().clientSeq()));
        scheduler.execute(this::pump);
    }

    /** The strategy {@code fail}: what was not sent is withdrawn, what was sent stays hidden until its verdict. */
    private void withdrawHidden() {
        hidden.stream()
                .sorted()
                .filter(outbound::takeBack)
                .forEach(clientSeq ->
                        coordinator.withdrawMutation(clientSeq, "it collided with a change of the server"));
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
            }
        });
    }

    /** Ends the session. Receipts without an outcome complete with a {@link MutationWithdrawnException}. Returns at once. */
    public void close() {
        scheduler.execute(() -> {
            if (state != SessionState.CLOSED) {
                hangUp();
                become(SessionState.CLOSED, "closed on request");
                submissions.close();
            }
        });
    }

    private void open(String reason) {
        early.clear();
        become(SessionState.CONNECTING, reason);
        link.open();
    }

    private void hangUp() {
        fence = null;
        link.hangUp();
    }

    private void reconnectLater(String reason) {
        hangUp();
        become(SessionState.CONNECTING, reason);
        link.after(backOff.next(), () -> open(reason));
    }

    /** What the present connection says. */
    private final class Incoming implements SyncTransport.Listener {

        @Override
        public void onOpen() {
            resume("");
        }

        @Override
        public void onMessage(ServerMessage message) {
            SyncSession.this.onMessage(message);
        }

        @Override
        public void onMalformed(ProtocolException problem) {
            settings.listener.onProblem("malformed", String.valueOf(problem.getMessage()));
        }

        @Override
        public void onClosed(String reason) {
            reconnectLater(reason);
        }
    }

    private void resume(String reason) {
        fence = null;
        become(SessionState.RESUMING, reason);
        link.send(new Resume(
                clientId,
                clientEpoch,
                snapshotNeeded ? null : serverEpoch,
                coordinator.confirmedServerSeq(),
                outbound.firstUndecided(),
                outbound.lastUndecided()));
        expectAnswer();
    }

    private void onGap() {
        if (state == SessionState.LIVE) {
            resume("deltas are missing");
        }
    }

    /** If nothing is heard of what was just sent: resume, or, if that is what was sent, connect anew. */
    private void expectAnswer() {
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
            settings.listener.onState(previous, next, reason);
        }
    }

    // ---------------------------------------------------------------------------------------------------- messages

    private void onMessage(ServerMessage message) {
        if (message instanceof Welcome welcome) {
            onWelcome(welcome);
        } else if (message instanceof Delta delta) {
            onDelta(delta);
        } else if (message instanceof Snapshot snapshot) {
            onSnapshot(snapshot);
        } else if (message instanceof Verdict verdict) {
            onVerdict(verdict);
        } else if (message instanceof Problem problem) {
            onProblem(problem);
        }
        if (state == SessionState.RESUMING
                && fence != null
                && !snapshotNeeded
                && coordinator.confirmedServerSeq() >= head) {
            backOff.reset();
            become(SessionState.LIVE, "");
        }
        pump();
    }

    private void onWelcome(Welcome welcome) {
        if (state != SessionState.RESUMING) {
            return;
        }
        if (serverEpoch != null && !welcome.serverEpoch().equals(serverEpoch)) {
            newServerEpoch();
        }
        serverEpoch = welcome.serverEpoch();
        fence = welcome.fence();
        head = welcome.head();
        clockOffset = Duration.between(required(settings.clock, "clock").instant(), welcome.serverTime());
        welcome.verdicts().forEach(this::onVerdict);
        for (long clientSeq : outbound.undecided()) {
            if (clientSeq <= welcome.lastDecided()) {
                handBack(outbound.abandon(), "the server decided it, and no longer knows how");
                break;
            }
        }
        outbound.settle();
        outbound.follow(welcome.lastDecided());
        replayEarly();
        MutationBatch batch = outbound.inFlight();
        if (batch != null && !outbound.undecided().isEmpty()) {
            link.send(batch.withFence(welcome.fence()));
        }
        expectAnswer();
    }

    /** Deltas that came before the answer to resume, or before the snapshot that they stand on. */
    private void replayEarly() {
        if (!snapshotNeeded) {
            List<Delta> waiting = List.copyOf(early);
            early.clear();
            waiting.forEach(this::onDelta);
        }
    }

    /** The log is another one: numbers begin anew, and nobody knows what became of the batch in flight. */
    private void newServerEpoch() {
        settings.listener.onProblem("new-server-epoch", "the server's log was replaced; its state is fetched anew");
        coordinator.beginEpoch();
        snapshotNeeded = true; // also of an empty log, whose head is reached before the snapshot comes
        handBack(outbound.abandonAll(), "the server's log was replaced, and whether it was decided before is unknown");
    }

    private void onDelta(Delta delta) {
        if (snapshotNeeded || (state == SessionState.RESUMING && fence == null)) {
            early.add(delta);
            return;
        }
        if (!delta.epoch().equals(serverEpoch)) {
            resume("a delta of another log arrived");
            return;
        }
        Long origin = ownOrigin(delta);
        if (origin != null) {
            delta.verdicts().forEach(this::onVerdict);
            onVerdict(new Ack(origin, delta.serverSeq(), delta.serverSeq()));
        }
        apply(new ServerDeltaMessage(
                new Patches(delta.patches()), delta.serverSeq(), delta.prevServerSeq(), origin, delta.stamp()));
    }

    /** The number of the mutation in flight that the delta is the effect of; null if it is somebody else's, or long settled. */
    private @Nullable Long ownOrigin(Delta delta) {
        Origin origin = delta.origin();
        if (origin == null || !origin.clientId().equals(clientId)) {
            return null;
        }
        String hash = outbound.hash(origin.clientSeq());
        if (!origin.clientEpoch().equals(clientEpoch) || (hash != null && !hash.equals(origin.hash()))) {
            settings.listener.onProblem(
                    "clone",
                    "the server has a mutation " + origin.clientSeq() + " of client " + clientId
                            + " that was not made here. Another process uses the same client id, or the store was copied");
            return null;
        }
        return hash == null ? null : origin.clientSeq();
    }

    private void onSnapshot(Snapshot snapshot) {
        if (!snapshot.epoch().equals(serverEpoch)) {
            settings.listener.onProblem("other-epoch", "a snapshot of another log was discarded");
            return;
        }
        snapshotNeeded = false;
        snapshot.verdicts().forEach(this::onVerdict);
        apply(new ServerDeltaMessage(
                new ServerDeltaMessage.Snapshot(snapshot.state()), snapshot.serverSeq(), null, null, snapshot.stamp()));
        replayEarly();
    }

    private void apply(ServerDeltaMessage message) {
        try {
            coordinator.processServerDelta(message, settings.strategy);
        } catch (InvalidDeltaException e) {
            settings.listener.onProblem("invalid-delta", String.valueOf(e.getMessage()));
            snapshotNeeded = true;
            resume("a delta did not fit");
        } catch (RuntimeException e) {
            // An application's own strategy failed. The server's change must not be lost by that.
            settings.listener.onProblem(
                    "strategy-failed", "the conflict strategy failed, rebase takes its place: " + e);
            coordinator.processServerDelta(message, ConflictStrategies.REBASE);
        }
    }

    private void onVerdict(Verdict verdict) {
        boolean decidedBefore = !outbound.undecided().contains(verdict.clientSeq());
        if (!outbound.note(verdict) || decidedBefore) {
            return;
        }
        if (verdict instanceof Rejection rejection) {
            coordinator.rejectMutation(verdict.clientSeq(), rejection, verdict.decidedAt());
        } else if (verdict instanceof Ack ack) {
            submissions.accepted(ack.clientSeq());
            if (ack.delta() == null) {
                coordinator.confirmMutationWithoutEffect(ack.clientSeq(), ack.decidedAt());
            } else {
                coordinator.confirmMutation(ack.clientSeq(), ack.delta());
            }
        }
    }

    private void onProblem(Problem problem) {
        settings.listener.onProblem(problem.code().name(), problem.message());
        switch (problem.code()) {
            case TRY_LATER, INTERNAL -> retryLater();
            case STALE_FENCE -> resume("the server has a newer fence");
            case BASE_TOO_OLD -> outbound.unfreeze();
            case CONTENT_MISMATCH, MALFORMED, FORBIDDEN -> {
                if (state == SessionState.RESUMING && fence == null) {
                    reconnectLater(problem.message());
                } else {
                    handBack(outbound.abandon(), "the server does not take it: " + problem.message());
                    resume("after a batch that the server does not take");
                }
            }
        }
    }

    private void retryLater() {
        link.after(backOff.next(), () -> resume("trying again"));
    }

    private void handBack(List<Long> clientSeqs, String reason) {
        clientSeqs.forEach(clientSeq -> coordinator.withdrawMutation(clientSeq, reason));
    }
}
