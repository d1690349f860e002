package io.zenquery.sync.session;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import java.util.Collection;

/** What the server's verdicts do. Each number has one: later ones are ignored. Used on the session's thread only. */
final class Verdicts {
    private final OptimisticSyncCoordinator coordinator;
    private final Outbound outbound;
    private final Submissions submissions;
    private final TemporaryIds ids;
    private final SessionListener listener;

    Verdicts(
            OptimisticSyncCoordinator coordinator,
            Outbound outbound,
            Submissions submissions,
            TemporaryIds ids,
            SessionListener listener) {
        this.coordinator = coordinator;
        this.outbound = outbound;
        this.submissions = submissions;
        this.ids = ids;
        this.listener = listener;
    }

    /** Whether any of them was news. */
    boolean take(Collection<? extends Verdict> verdicts) {
        boolean news = false;
        for (Verdict verdict : verdicts) {
            news |= take(verdict);
        }
        return news;
    }

    /** Whether it was news. */
    boolean take(Verdict verdict) {
        return take(verdict, false);
    }

    /** As {@link #take(Verdict)}, of a mutation whose delta is applied next. */
    boolean takeWithDelta(Ack ack) {
        return take(ack, true);
    }

    private boolean take(Verdict verdict, boolean withDelta) {
        if (!outbound.note(verdict)) {
            return false;
        }
        listener.onVerdict(verdict);
        if (verdict instanceof Rejection rejection) {
            coordinator.rejectMutation(verdict.clientSeq(), rejection, verdict.decidedAt());
        } else if (verdict instanceof Ack ack) {
            accept(ack, withDelta);
        }
        return true;
    }

    private void accept(Ack ack, boolean withDelta) {
        submissions.accepted(ack.clientSeq());
        if (ack.ids().isEmpty()) {
            // nothing to learn
        } else if (withDelta
                && ids.areNotNamedBesides(ack.clientSeq(), ack.ids().keySet())) {
            ids.know(ack.ids()); // the rest of the queue is not looked at
        } else {
            ids.learn(ack.ids()).stream()
                    .filter(outbound::isUnsent)
                    .forEach(clientSeq -> handBack(clientSeq, Withdrawal.TEST_FAILED));
        }
        if (ack.delta() == null) {
            coordinator.confirmMutationWithoutEffect(ack.clientSeq(), ack.decidedAt());
        } else {
            coordinator.confirmMutation(ack.clientSeq(), ack.delta());
        }
    }

    /** Ends mutations without a verdict; they are failures from then on. */
    void handBack(Collection<Long> clientSeqs, Withdrawal why) {
        clientSeqs.forEach(clientSeq -> handBack(clientSeq, why));
    }

    private void handBack(long clientSeq, Withdrawal why) {
        coordinator.withdrawMutation(clientSeq, why.code, why.reason);
    }
}
