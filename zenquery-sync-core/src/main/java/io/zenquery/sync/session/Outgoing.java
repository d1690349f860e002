package io.zenquery.sync.session;

import static io.zenquery.sync.session.SessionBuilder.required;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.overlay.Resolution;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a session sends, and that it is stored before. Used on the session's thread only, but for the notes of collisions. */
final class Outgoing {
    private static final Duration LAZY_WRITE = Duration.ofMillis(500);

    private final SessionMachine session;
    private final SessionBuilder settings;
    private final OptimisticSyncCoordinator coordinator;
    private final Outbound outbound;
    private final Submissions submissions;
    private final Journal journal;

    /** What a strategy took out of the view since this was last looked at. */
    private final Set<Long> collided = ConcurrentHashMap.newKeySet();

    private boolean writeScheduled;

    Outgoing(
            SessionMachine session,
            SessionBuilder settings,
            OptimisticSyncCoordinator coordinator,
            Outbound outbound,
            Submissions submissions,
            Journal journal) {
        this.session = session;
        this.settings = settings;
        this.coordinator = coordinator;
        this.outbound = outbound;
        this.submissions = submissions;
        this.journal = journal;
        coordinator.onConflict(this::noteCollided);
    }

    private void noteCollided(List<Resolution> resolutions) {
        resolutions.stream()
                .filter(resolution -> resolution.decision() == Decision.HIDE)
                .forEach(resolution -> collided.add(resolution.collision().clientSeq()));
        required(settings.scheduler, "scheduler").execute(this::pump);
    }

    /** Sends the next batch if the last one is settled, and sees to it that what happened is written. */
    void pump() {
        withdrawCollided();
        outbound.settle();
        noteFacts();
        String fence = session.fence();
        if (fence != null) {
            MutationBatch batch = outbound.freeze(fence, submissions::turn);
            noteFacts();
            if (batch != null && isStored()) {
                session.send(batch, fence, false);
            } else if (batch != null) {
                outbound.unfreeze();
                noteFacts();
                session.retry(this::pump);
            }
        }
        writeLater();
    }

    /** The strategy {@code fail}: what was not sent is withdrawn, what was sent stays hidden until its verdict. */
    private void withdrawCollided() {
        for (long clientSeq : Set.copyOf(collided)) {
            collided.remove(clientSeq);
            if (outbound.isUnsent(clientSeq) && coordinator.isHidden(clientSeq)) {
                coordinator.withdrawMutation(clientSeq, Withdrawal.COLLISION.code, Withdrawal.COLLISION.reason);
            }
        }
    }

    private void noteFacts() {
        journal.noteFacts(session.facts());
    }

    /** Whether what happened so far is on disk. */
    boolean isStored() {
        try {
            journal.flush();
            return true;
        } catch (OutboxException e) {
            session.problem("outbox-failed", String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** What the server sends can be had from it again: it need not be on disk at once. */
    private void writeLater() {
        if (!writeScheduled && journal.hasWaiting()) {
            writeScheduled = true;
            required(settings.scheduler, "scheduler").schedule(LAZY_WRITE, () -> {
                writeScheduled = false;
                if (!isStored()) {
                    writeLater();
                }
            });
        }
    }
}
