package io.zenquery.sync.session;

import io.zenquery.sync.InvalidDeltaException;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far the client has followed the server's log, and what it waits for: deltas that come before the answer to a resume, or before
 * the snapshot that they stand on, are kept until then. Used on the session's thread only.
 */
final class CatchUp {
    /** More early deltas than this are not kept; they will be missing, and asked for. */
    private static final int MOST_EARLY = 1024;

    private final OptimisticSyncCoordinator coordinator;
    private final ConflictResolutionStrategy strategy;
    private final List<Delta> early = new ArrayList<>();
    private @Nullable String serverEpoch;
    private boolean snapshotNeeded;
    private boolean betweenLogs;
    private long head;
    private long highest;

    CatchUp(OptimisticSyncCoordinator coordinator, ConflictResolutionStrategy strategy, SessionFacts facts) {
        this.coordinator = coordinator;
        this.strategy = strategy;
        this.serverEpoch = facts.serverEpoch();
        if (serverEpoch == null) {
            beginAnew();
        }
    }

    /** The log that the confirmed number counts in; null if a snapshot is needed whatever the log. */
    @Nullable
    String followed() {
        return snapshotNeeded ? null : serverEpoch;
    }

    /** Whether all that the server had at the last welcome is here. */
    boolean isComplete() {
        return !snapshotNeeded && coordinator.confirmedServerSeq() >= head;
    }

    /**
     * Whether the server's log is not the one that was followed so far: another one, or the same one put back to an earlier time.
     *
     * @param decided the highest number of this client that is known to be decided
     */
    boolean isOtherLog(Welcome welcome, long decided) {
        boolean isBehind =
                welcome.head() < Math.max(highest, coordinator.confirmedServerSeq()) || welcome.lastDecided() < decided;
        return (serverEpoch != null && !serverEpoch.equals(welcome.serverEpoch())) || (!betweenLogs && isBehind);
    }

    /** Whether the server, as far as it was told where the client is, takes it for one that follows its log. */
    boolean isTakenForFollower(Welcome welcome) {
        return welcome.serverEpoch().equals(followed()) && welcome.head() >= coordinator.confirmedServerSeq();
    }

    /** Whether it was made after the last welcome. */
    boolean isAfterWelcome(Delta delta) {
        return delta.serverSeq() > head;
    }

    /** The log that is followed has had that number, whether or not its delta is here: it will never be behind it, unless it is put back. */
    void heardOf(long serverSeq) {
        highest = Math.max(highest, serverSeq);
    }

    boolean isFollowed(String epoch) {
        return epoch.equals(serverEpoch);
    }

    void follow(Welcome welcome) {
        serverEpoch = welcome.serverEpoch();
        head = welcome.head();
        heardOf(head);
    }

    /** What there is comes as a snapshot, and numbers count anew from there. Until then, the confirmed number is of the log before. */
    void beginAnew() {
        coordinator.beginEpoch();
        snapshotNeeded = true;
        betweenLogs = true;
        highest = 0;
    }

    boolean needsSnapshot() {
        return snapshotNeeded;
    }

    // ------------------------------------------------------------------------------------------------ early deltas

    void keep(Delta delta) {
        if (early.size() < MOST_EARLY) {
            early.add(delta);
        }
    }

    void forgetEarly() {
        early.clear();
    }

    /** Hands over what was kept, if there is nothing to wait for any more. */
    void replayEarly(Consumer<Delta> take) {
        if (!snapshotNeeded) {
            List<Delta> waiting = List.copyOf(early);
            early.clear();
            waiting.forEach(take);
        }
    }

    // ------------------------------------------------------------------------------------------------------- apply

    /**
     * @param own the client's mutation whose effect it is; null for somebody else's
     * @throws InvalidDeltaException if it does not fit; a snapshot is needed then
     */
    void apply(Delta delta, @Nullable Long own) {
        apply(new ServerDeltaMessage(
                new Patches(delta.patches()),
                delta.serverSeq(),
                delta.prevServerSeq(),
                own,
                delta.stamp(),
                delta.trace()));
    }

    /** @throws InvalidDeltaException as {@link #apply(Delta, Long)} */
    void apply(Snapshot snapshot) {
        snapshotNeeded = false;
        apply(new ServerDeltaMessage(
                new ServerDeltaMessage.Snapshot(snapshot.state()), snapshot.serverSeq(), null, null, snapshot.stamp()));
        betweenLogs = false;
    }

    private void apply(ServerDeltaMessage message) {
        try {
            coordinator.processServerDelta(message, strategy);
        } catch (InvalidDeltaException e) {
            snapshotNeeded = true;
            throw e;
        }
    }
}
