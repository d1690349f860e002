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
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a session does with what the server says, message by message. Used on the session's thread only. */
final class Incoming {
    private final SessionMachine session;
    private final ClientIdentity identity;
    private final OptimisticSyncCoordinator coordinator;
    private final CatchUp catchUp;
    private final Outbound outbound;
    private final Verdicts verdicts;
    private final Problems problems;

    /** The client's own epoch that begins when all that the server has is here; null if the present one goes on. */
    private @Nullable String nextEpoch;

    /** Epochs of other processes under this client's name, which have been told of. */
    private final Set<String> foreignEpochs = new HashSet<>();

    Incoming(
            SessionMachine session,
            ClientIdentity identity,
            OptimisticSyncCoordinator coordinator,
            CatchUp catchUp,
            Outbound outbound,
            Verdicts verdicts,
            Problems problems) {
        this.session = session;
        this.identity = identity;
        this.coordinator = coordinator;
        this.catchUp = catchUp;
        this.outbound = outbound;
        this.verdicts = verdicts;
        this.problems = problems;
    }

    void take(ServerMessage message) {
        if (message instanceof Welcome welcome) {
            onWelcome(welcome);
        } else if (message instanceof Delta delta) {
            onDelta(delta);
        } else if (message instanceof Snapshot snapshot) {
            onSnapshot(snapshot);
        } else if (message instanceof Verdict verdict) {
            boolean news = verdicts.take(verdict);
            if (news) {
                catchUp.heardOf(verdict.decidedAt());
            }
            problems.heard(news);
        } else if (message instanceof Head head) {
            onHead(head);
        } else if (message instanceof Problem problem) {
            problems.take(problem);
        }
    }

    // ------------------------------------------------------------------------------------------------------ welcome

    private void onWelcome(Welcome welcome) {
        if (!session.awaitsWelcome() || !session.isPresent(welcome.attempt())) {
            return;
        }
        nextEpoch = null;
        if (catchUp.isOtherLog(welcome, outbound.lastDecided())) {
            session.problem(
                    "new-server-epoch",
                    "the server's log is another one, or an earlier state of the same: what it has is fetched anew, what it has not"
                            + " decided is sent again");
            boolean noSnapshotComes = catchUp.isTakenForFollower(welcome);
            catchUp.beginAnew();
            outbound.forgetVerdicts();
            if (noSnapshotComes) {
                catchUp.follow(welcome);
                session.resume("the log was put back, to a number that the client has not passed");
                return;
            }
        }
        session.welcomed(welcome);
        catchUp.follow(welcome);
        problems.heard(verdicts.take(welcome.verdicts()));
        if (!catchUp.needsSnapshot() && !catchUp.isComplete()) {
            outbound.awaitDeltas(welcome.lastDecided());
        }
        verdicts.handBack(
                outbound.undecided().stream()
                        .filter(clientSeq -> clientSeq <= welcome.lastDecided())
                        .toList(),
                Withdrawal.OUTCOME_UNKNOWN);
        if (welcome.lastDecided() > outbound.lastSent()) {
            onStoreOfEarlier(welcome.lastDecided());
        }
        problems.onFence();
        outbound.settle();
        if (catchUp.needsSnapshot() || nextEpoch != null || outbound.inFlight() == null) {
            outbound.unfreeze(); // made on documents that are not the server's, or to be sent under another name
        }
        outbound.follow(welcome.lastDecided());
        catchUp.replayEarly(this::onDelta);
        sendAgain(welcome.fence());
    }

    private void sendAgain(String fence) {
        MutationBatch batch = outbound.inFlight();
        if (batch != null && !outbound.undecided().isEmpty() && !session.awaitsWelcome()) {
            session.send(batch, fence, true);
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
        nextEpoch = epochAfter(lastDecided);
    }

    /**
     * Everything that the server had at the welcome is here. What was decided under the present epoch ends with that, so that nothing
     * of it is sent again under the next one, whenever the process ends. True if another epoch begins now.
     */
    boolean beginsEpoch() {
        verdicts.handBack(outbound.untold(), Withdrawal.OUTCOME_UNKNOWN);
        String epoch = nextEpoch;
        nextEpoch = null;
        if (epoch != null) {
            problems.beginClientEpoch("the client's store was restored", epoch);
        }
        return epoch != null;
    }

    /**
     * The same each time that a store is put back to the same copy: what was sent under it in between is then known to the server, and not
     * executed again under a third epoch.
     */
    private String epochAfter(long lastDecided) {
        String name = identity.epoch() + " after " + lastDecided;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
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
        catchUp.heardOf(delta.serverSeq());
        Origin origin = delta.origin();
        boolean isNew = delta.serverSeq() > coordinator.confirmedServerSeq();
        Long own = isNew ? own(origin) : null;
        boolean cloned = isNew && own == null && isClone(origin);
        if (isNew && origin != null && isForeignEpoch(delta)) {
            foreignEpochs.add(origin.clientEpoch());
            session.problem(
                    "clone",
                    "a mutation of client " + identity.id()
                            + " was made that is not from here. Another process uses the same client id");
        }
        if (own != null) {
            boolean news = verdicts.take(delta.verdicts());
            Ack ack = new Ack(own, delta.serverSeq(), delta.serverSeq(), delta.ids());
            problems.heard(verdicts.takeWithDelta(ack) || news);
        } else if (isNew && origin != null && isOfNextEpoch(origin)) {
            verdicts.handBack(List.of(origin.clientSeq()), Withdrawal.OUTCOME_UNKNOWN);
        } else if (cloned) {
            problems.handBackCloned(origin == null ? 0 : origin.clientSeq());
        }
        try {
            catchUp.apply(delta, own);
        } catch (InvalidDeltaException e) {
            session.problem("invalid-delta", String.valueOf(e.getMessage()));
            session.resume("a delta did not fit");
            return;
        }
        if (cloned) {
            problems.beginClientEpoch("another process writes under this client's name");
        } else if (session.isResuming()) {
            session.expectAnswer();
        }
    }

    /** The mutation in flight whose effect it is; null if it is somebody else's, or long settled. */
    private @Nullable Long own(@Nullable Origin origin) {
        if (origin == null || !origin.clientId().equals(identity.id())) {
            return null;
        }
        String hash = outbound.hash(origin.clientSeq());
        return hash != null && hash.equals(origin.hash()) ? Long.valueOf(origin.clientSeq()) : null;
    }

    /**
     * Whether it was made under this client's name while this process was connected, in an epoch that it never had. Its numbers are others
     * than those of this process: nothing is to be handed back.
     */
    private boolean isForeignEpoch(Delta delta) {
        Origin origin = delta.origin();
        return origin != null
                && nextEpoch == null
                && catchUp.isAfterWelcome(delta)
                && origin.clientId().equals(identity.id())
                && !identity.hasHad(origin.clientEpoch())
                && !foreignEpochs.contains(origin.clientEpoch());
    }

    /** Whether another process that began with the same copy of the store has sent it already, under the epoch that begins here next. */
    private boolean isOfNextEpoch(Origin origin) {
        return origin.clientId().equals(identity.id())
                && origin.clientEpoch().equals(nextEpoch)
                && coordinator.pendingMutation(origin.clientSeq()) != null;
    }

    /** Whether it says that it is from here, and can't be; unless it is known already that somebody else was here. */
    private boolean isClone(@Nullable Origin origin) {
        if (nextEpoch != null
                || origin == null
                || !origin.clientId().equals(identity.id())
                || !origin.clientEpoch().equals(identity.epoch())) {
            return false;
        }
        return outbound.hash(origin.clientSeq()) != null || outbound.isUnsent(origin.clientSeq());
    }

    private void onSnapshot(Snapshot snapshot) {
        if (!session.isPresent(snapshot.attempt())) {
            return; // the answer to a later resume is on its way
        }
        if (session.awaitsWelcome()) {
            return; // its welcome is lost, and with it perhaps verdicts that the snapshot stands on: it will come again
        }
        if (!catchUp.isFollowed(snapshot.epoch())) {
            session.problem("other-epoch", "a snapshot of another log was discarded");
            return;
        }
        problems.heard(verdicts.take(snapshot.verdicts()));
        verdicts.handBack(outbound.untold(), Withdrawal.OUTCOME_UNKNOWN); // before what they may have done is shown
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
            catchUp.heardOf(head.serverSeq());
            session.resumeIf(() -> head.serverSeq() > coordinator.confirmedServerSeq());
        }
    }
}
