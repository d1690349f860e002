package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session does when the server did not take what it was sent: again, at once or after a while, in another form, under another
 * name, or not at all. Used on the session's thread only.
 */
final class Problems {
    private final SessionMachine session;
    private final OptimisticSyncCoordinator coordinator;
    private final Outbound outbound;
    private final Verdicts verdicts;
    private final int maxAttempts;
    private int attempts;
    private int staleFences;
    private @Nullable Long givenUp;

    Problems(
            SessionMachine session,
            OptimisticSyncCoordinator coordinator,
            Outbound outbound,
            Verdicts verdicts,
            int maxAttempts) {
        this.session = session;
        this.coordinator = coordinator;
        this.outbound = outbound;
        this.verdicts = verdicts;
        this.maxAttempts = maxAttempts;
    }

    /** The server was heard; with news about what was sent, attempts are counted anew. */
    void heard(boolean news) {
        if (news) {
            attempts = 0;
            staleFences = 0;
            session.progressed();
        }
    }

    void take(Problem problem) {
        session.problem(problem.code().name(), problem.message());
        switch (problem.code()) {
            case TRY_LATER -> {
                if (problem.clientSeq() == null) {
                    session.resumeLater("the server can't decide anything now"); // an outage is no mutation's fault
                } else {
                    tryLater();
                }
            }
            case INTERNAL -> tryLater();
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
    void giveUp() {
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

    // --------------------------------------------------------------------------------------------- another writer

    /** Somebody else used the number: what was made under it here is handed back. */
    void handBackCloned(long clientSeq) {
        session.problem(
                "clone",
                "the server has a mutation " + clientSeq + " of client " + session.clientId()
                        + " that was not made here. Another process uses the same client id, or the store was copied");
        if (coordinator.pendingMutation(clientSeq) != null) {
            verdicts.handBack(List.of(clientSeq), Withdrawal.CLONED);
        }
    }

    /** What is not decided goes on under an epoch of its own. */
    void beginClientEpoch(String reason) {
        outbound.unfreeze();
        session.beginClientEpoch();
        session.resume(reason);
    }
}
