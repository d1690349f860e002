package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import java.util.List;

/**
 * What a session does when the server did not take what it was sent: again, at once or after a while, in another form, under another
 * name, or not at all. Used on the session's thread only.
 */
final class Problems {
    private final SessionMachine session;
    private final ClientIdentity identity;
    private final OptimisticSyncCoordinator coordinator;
    private final Outbound outbound;
    private final Verdicts verdicts;
    private final int maxAttempts;
    private int attempts;
    private int staleFences;
    private Remedy remedy = Remedy.NONE;

    /** What becomes of the batch in flight under the next fence, when no earlier copy of it can be decided any more. */
    private enum Remedy {
        /** It is sent again as it is. */
        NONE,
        /** It is made anew. */
        FREEZE_ANEW,
        /** Its first half is sent. */
        HALVE,
        /** Its members are sent one by one. */
        ONE_BY_ONE,
        /** The mutation at its head is handed back. */
        GIVE_UP,
        /** It is handed back: it is one that the server does not take. */
        REFUSED,
        /** It is handed back: it is one mutation that no frame can carry. */
        TOO_LARGE
    }

    Problems(
            SessionMachine session,
            ClientIdentity identity,
            OptimisticSyncCoordinator coordinator,
            Outbound outbound,
            Verdicts verdicts,
            int maxAttempts) {
        this.session = session;
        this.identity = identity;
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
        if (!session.isPresent(problem.about(), outbound.inFlight())) {
            return; // it is about something that was sent before
        }
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
            case UNAUTHENTICATED, WRONG_VERSION, ANSWER_TOO_LARGE -> session.reconnectLater(problem.message());
            case BASE_TOO_OLD ->
                underTheNextFence(
                        Remedy.FREEZE_ANEW, problem, "the batch stood on deltas that the server no longer has");
            case CONTENT_MISMATCH -> onContentMismatch(problem);
            case MALFORMED -> refuse(problem, Remedy.ONE_BY_ONE, Remedy.REFUSED);
            case BATCH_TOO_LARGE -> refuse(problem, Remedy.HALVE, Remedy.TOO_LARGE);
            case FORBIDDEN -> refuse(problem, Remedy.REFUSED, Remedy.REFUSED);
        }
    }

    /** Sends the rest of the batch again after a while; after too many attempts, the mutation at its head is handed back. */
    private void tryLater() {
        attempts++;
        List<Long> undecided = outbound.undecided();
        if (attempts >= maxAttempts && !undecided.isEmpty()) {
            remedy = Remedy.GIVE_UP;
            session.resume("the server did not decide mutation " + undecided.get(0) + " in " + attempts + " attempts");
        } else {
            session.resumeLater("trying again");
        }
    }

    /** A new fence is there, and the verdicts that there are: does what was put off until then. */
    void onFence() {
        Remedy now = remedy;
        remedy = Remedy.NONE;
        List<Long> undecided = outbound.undecided();
        if (outbound.inFlight() == null || undecided.isEmpty()) {
            return;
        }
        switch (now) {
            case NONE -> {}
            case FREEZE_ANEW -> outbound.unfreeze();
            case HALVE -> outbound.unfreezeHalved();
            case ONE_BY_ONE -> outbound.unfreezeOneByOne();
            case GIVE_UP -> {
                attempts = 0;
                handBack(undecided.subList(0, 1), Withdrawal.RETRIES_EXHAUSTED);
            }
            case REFUSED -> handBack(undecided, Withdrawal.REFUSED);
            case TOO_LARGE -> handBack(undecided, Withdrawal.TOO_LARGE);
        }
    }

    private void handBack(List<Long> clientSeqs, Withdrawal why) {
        outbound.unfreeze();
        verdicts.handBack(clientSeqs, why);
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

    /** The server did not take the message: what becomes of several mutations in it, and what of a single one. */
    private void refuse(Problem problem, Remedy ofSeveral, Remedy ofOne) {
        int undecided = outbound.undecided().size();
        if (undecided > 0 || session.awaitsWelcome()) {
            underTheNextFence(
                    undecided > 1 ? ofSeveral : ofOne, problem, "after a batch that the server does not take");
        }
    }

    private void underTheNextFence(Remedy next, Problem problem, String reason) {
        if (session.awaitsWelcome()) {
            session.reconnectLater(problem.message());
        } else {
            remedy = next;
            session.resume(reason);
        }
    }

    // --------------------------------------------------------------------------------------------- another writer

    /** Somebody else used the number: what was made under it here is handed back. */
    void handBackCloned(long clientSeq) {
        session.problem(
                "clone",
                "the server has a mutation " + clientSeq + " of client " + identity.id()
                        + " that was not made here. Another process uses the same client id, or the store was copied");
        if (coordinator.pendingMutation(clientSeq) != null) {
            verdicts.handBack(List.of(clientSeq), Withdrawal.CLONED);
        }
    }

    /** What is not decided goes on under an epoch of its own. */
    void beginClientEpoch(String reason) {
        beginClientEpoch(reason, identity.newEpoch());
    }

    void beginClientEpoch(String reason, String epoch) {
        outbound.unfreeze();
        identity.begin(epoch);
        outbound.follow(0); // in which none has been sent
        session.resume(reason);
    }
}
