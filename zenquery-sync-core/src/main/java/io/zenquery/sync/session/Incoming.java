package io.zenquery.sync.session;

import io.zenquery.sync.InvalidDeltaException;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session does with what the server says, message by message. Used on the session's thread only. */
final class Incoming {
    private final SyncSession session;
    private final OptimisticSyncCoordinator coordinator;
    private final CatchUp catchUp;
    private final Outbound outbound;
    private final Verdicts verdicts;
    private final int maxAttempts;
    private int attempts;
    private int staleFences;
    private @Nullable Long givenUp;

    Incoming(
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            CatchUp catchUp,
            Outbound outbound,
            Verdicts verdicts,
            int maxAttempts) {
        this.session = session;
        this.coordinator = coordinator;
        this.catchUp = catchUp;
        this.outbound = outbound;
        this.verdicts = verdicts;
        this.maxAttempts = maxAttempts;
    }

    void take(ServerMessage message) {
        if (message instanceof Welcome welcome) {
            onWelcome(welcome);
        } else if (message instanceof Delta delta) {
            onDelta(delta);
        } else if (message instanceof Snapshot snapshot) {
            onSnapshot(snapshot);
        } else if (message instanceof Verdict verdict) {
            heard(verdicts.take(verdict));
        } else if (message instanceof Head head) {
            onHead(head);
        } else if (message instanceof Problem problem) {
            onProblem(problem);
        }
    }

    private void heard(boolean news) {
        if (news) {
            attempts = 0;
            staleFences = 0;
            session.progressed();
        }
    }

    // ------------------------------------------------------------------------------------------------------ welcome

    private void onWelcome(Welcome welcome) {
        if (!session.awaitsWelcome()) {
            return;
        }
        if (catchUp.isOtherLog(welcome)) {
            session.problem(
                    "new-server-epoch",
                    "the server's log is another one, or an earlier state of the same: what it has is fetched anew, what it has not"
                            + " decided is sent again");
            catchUp.beginAnew();
            outbound.forgetVerdicts();
        }
        session.welcomed(welcome);
        catchUp.follow(welcome);
        heard(verdicts.take(welcome.verdicts()));
        verdicts.handBack(
                outbound.undecided().stream()
                        .filter(clientSeq -> clientSeq <= welcome.lastDecided())
                        .toList(),
                Withdrawal.OUTCOME_UNKNOWN);
        if (welcome.lastDecided() > outbound.lastSent()) {
            onStoreOfEarlier(welcome.lastDecided());
            return;
        }
        giveUp();
        outbound.settle();
        if (catchUp.needsSnapshot()) {
            outbound.unfreeze(); // made on documents that are not the server's
        }
        outbound.follow(welcome.lastDecided());
        catchUp.replayEarly(this::onDelta);
        sendAgain(welcome.fence());
    }

    private void sendAgain(String fence) {
        MutationBatch batch = outbound.inFlight();
        if (batch != null && !outbound.undecided().isEmpty() && !session.awaitsWelcome()) {
            session.send(batch, fence);
        } else {
            session.expectAnswer();
        }
    }

    /**
     * The server has decided numbers that were never sent from here: the outbox is an earlier copy of itself, or another process has
     * one. What has such a number may have taken effect already; what is above goes on under another epoch.
     */
    private void onStoreOfEarlier(long lastDecided) {
        session.problem(
                "restored-client-store",
                "the server has decided this client's mutations up to " + lastDecided + ", and from here no more than "
                        + outbound.lastSent() + " were sent: the client's store was restored or copied");
        verdicts.handBack(
                coordinator.pendingMutations(outbound.lastSent(), Integer.MAX_VALUE).stream()
                        .map(PendingMutation::clientSeq)
                        .filter(clientSeq -> clientSeq <= lastDecided)
                        .toList(),
                Withdrawal.OUTCOME_UNKNOWN);
        beginClientEpoch("the client's store was restored");
    }

    private void beginClientEpoch(String reason) {
        outbound.unfreeze();
        session.beginClientEpoch();
        session.resume(reason);
    }

    // ------------------------------------------------------------------------------------------- deltas, snapshots

    private void onDelta(Delta delta) {
        if (catchUp.needsSnapshot() || session.awaitsWelcome()) {
            catchUp.keep(delta);
            return;
        }
        if (!catchUp.isFollowed(delta.epoch())) {
            session.resume("a delta of another log arrived");
            return;
        }
        boolean isNew = delta.serverSeq() > coordinator.confirmedServerSeq();
        Long own = isNew ? own(delta.origin()) : null;
        boolean cloned = isNew && own == null && isClone(delta.origin());
        if (own != null) {
            boolean news = verdicts.take(delta.verdicts());
            heard(verdicts.take(new Ack(own, delta.serverSeq(), delta.serverSeq(), delta.ids())) || news);
        } else if (cloned) {
            handBackCloned(delta.origin() == null ? 0 : delta.origin().clientSeq());
        }
        try {
            catchUp.apply(delta, own);
        } catch (InvalidDeltaException e) {
            session.problem("invalid-delta", String.valueOf(e.getMessage()));
            session.resume("a delta did not fit");
            return;
        }
        if (cloned) {
            beginClientEpoch("another process writes under this client's name");
        } else if (session.isResuming()) {
            session.expectAnswer();
        }
    }

    /** The mutation in flight whose effect it is; null if it is somebody else's, or long settled. */
    private @Nullable Long own(@Nullable Origin origin) {
        if (origin == null || !origin.clientId().equals(session.clientId())) {
            return null;
        }
        String hash = outbound.hash(origin.clientSeq());
        return hash != null && hash.equals(origin.hash()) ? Long.valueOf(origin.clientSeq()) : null;
    }

    /** Whether it says that it is from here, and can't be. */
    private boolean isClone(@Nullable Origin origin) {
        if (origin == null
                || !origin.clientId().equals(session.clientId())
                || !origin.clientEpoch().equals(session.clientEpoch())) {
            return false;
        }
        return outbound.hash(origin.clientSeq()) != null || outbound.isUnsent(origin.clientSeq());
    }

    private void handBackCloned(long clientSeq) {
        session.problem(
                "clone",
                "the server has a mutation " + clientSeq + " of client " + session.clientId()
                        + " that was not made here. Another process uses the same client id, or the store was copied");
        if (coordinator.pendingMutation(clientSeq) != null) {
            verdicts.handBack(List.of(clientSeq), Withdrawal.CLONED);
        }
    }

    private void onSnapshot(Snapshot snapshot) {
        if (session.awaitsWelcome()) {
            return; // its welcome is lost, and with it perhaps verdicts that the snapshot stands on: it will come again
        }
        if (!catchUp.isFollowed(snapshot.epoch())) {
            session.problem("other-epoch", "a snapshot of another log was discarded");
            return;
        }
        heard(verdicts.take(snapshot.verdicts()));
        try {
            catchUp.apply(snapshot);
        } catch (InvalidDeltaException e) {
            session.problem("invalid-delta", String.valueOf(e.getMessage()));
            session.reconnectLater("a snapshot did not fit");
            return;
        }
        catchUp.replayEarly(this::onDelta);
    }

    private void onHead(Head head) {
        if (session.awaitsWelcome()) {
            return;
        }
        if (!catchUp.isFollowed(head.epoch())) {
            session.resume("the server's log is another one");
        } else if (head.serverSeq() > coordinator.confirmedServerSeq()) {
            session.resumeIf(() -> head.serverSeq() > coordinator.confirmedServerSeq());
        }
    }

    // ----------------------------------------------------------------------------------------------------- problems

    private void onProblem(Problem problem) {
        session.problem(problem.code().name(), problem.message());
        switch (problem.code()) {
            case TRY_LATER, INTERNAL -> tryLater();
            case STALE_FENCE -> resumeOnce();
            case UNAUTHENTICATED -> session.reconnectLater(problem.message());
            case BASE_TOO_OLD -> {
                outbound.unfreeze();
                session.resume("the batch stood on deltas that the server no longer has");
            }
            case CONTENT_MISMATCH -> onContentMismatch(problem);
            case MALFORMED -> refuse(problem, true);
            case FORBIDDEN -> refuse(problem, false);
        }
    }

    /** Sends the rest of the batch again after a while; after too many attempts, the mutation at its head is handed back. */
    private void tryLater() {
        attempts++;
        List<Long> undecided = outbound.undecided();
        if (attempts >= maxAttempts && !undecided.isEmpty()) {
            givenUp = undecided.get(0);
            session.resume("the server did not decide mutation " + givenUp + " in " + attempts + " attempts");
        } else {
            session.resumeLater("trying again");
        }
    }

    /** Under a new fence, so that no earlier copy of the batch can be decided any more. */
    private void giveUp() {
        Long clientSeq = givenUp;
        givenUp = null;
        if (clientSeq != null && outbound.undecided().contains(clientSeq)) {
            attempts = 0;
            outbound.unfreeze();
            verdicts.handBack(List.of(clientSeq), Withdrawal.RETRIES_EXHAUSTED);
        }
    }

    /** At once the first time; two sessions that take the fence from each other must not do so at full speed. */
    private void resumeOnce() {
        staleFences++;
        if (staleFences == 1) {
            session.resume("the server has a newer fence");
        } else {
            session.resumeLater("the server has a newer fence");
        }
    }

    private void onContentMismatch(Problem problem) {
        Long clientSeq = problem.clientSeq();
        if (clientSeq != null && outbound.undecided().contains(clientSeq)) {
            handBackCloned(clientSeq);
        } else {
            verdicts.handBack(outbound.undecided(), Withdrawal.CLONED);
        }
        beginClientEpoch("another process writes under this client's name");
    }

    /**
     * The server did not take the message. Of several mutations in it one may be at fault: if {@code alone}, each is sent by itself. What
     * is refused by itself is handed back.
     */
    private void refuse(Problem problem, boolean alone) {
        if (session.awaitsWelcome()) {
            session.reconnectLater(problem.message());
            return;
        }
        List<Long> undecided = outbound.undecided();
        if (undecided.isEmpty()) {
            return;
        }
        if (alone && undecided.size() > 1) {
            outbound.unfreezeOneByOne();
        } else {
            verdicts.handBack(undecided, Withdrawal.REFUSED);
        }
        session.resume("after a batch that the server does not take");
    }
}
