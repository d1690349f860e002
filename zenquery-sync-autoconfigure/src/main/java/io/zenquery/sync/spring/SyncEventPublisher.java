package io.zenquery.sync.spring;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.DeltaAppliedEvent;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationFailedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.MutationWithdrawnEvent;
import io.zenquery.sync.spring.event.RollbackEvent;
import io.zenquery.sync.spring.event.SequenceGapEvent;
import io.zenquery.sync.spring.event.StateChangedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.spring.event.SyncEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import io.zenquery.sync.spring.event.ViewChangedEvent;
import java.util.Objects;

/**
 * Publishes what the coordinator and the session of a channel say as application events; see {@link io.zenquery.sync.spring.event}. The
 * calls that it hears return at once: the events are published by an {@link EventQueue}.
 */
public final class SyncEventPublisher implements SessionListener {
    private final String connection;
    private final String channel;
    private final EventQueue queue;
    private boolean connected; // the session's thread only

    /**
     * Publishes for a channel of the default connection.
     *
     * @param coordinator the coordinator of the channel
     * @param queue where events go
     */
    public SyncEventPublisher(String channel, OptimisticSyncCoordinator coordinator, EventQueue queue) {
        this(SyncEvent.DEFAULT_CONNECTION, channel, coordinator, queue);
    }

    /**
     * @param connection the name of the connection
     * @param coordinator the coordinator of the channel
     * @param queue where events go
     */
    public SyncEventPublisher(
            String connection, String channel, OptimisticSyncCoordinator coordinator, EventQueue queue) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.channel = Objects.requireNonNull(channel, "channel");
        this.queue = Objects.requireNonNull(queue, "queue");
        coordinator.onStateChange(() -> tell(new StateChangedEvent(
                connection, channel, coordinator.confirmedServerSeq(), coordinator.pendingCount())));
        coordinator.onApplyDelta(patches -> tell(new DeltaAppliedEvent(connection, channel, patches)));
        coordinator.onRollback(patches -> tell(new RollbackEvent(connection, channel, patches)));
        coordinator.onViewChange(
                change -> tell(new ViewChangedEvent(connection, channel, change.version(), change.patches())));
        coordinator.onConflict(resolutions -> tell(new ConflictResolvedEvent(connection, channel, resolutions)));
        coordinator.onOutcome(outcome -> tell(event(outcome)));
        coordinator.onGap(
                (confirmed, received) -> tell(new SequenceGapEvent(connection, channel, confirmed, received)));
    }

    @Override
    public void onState(SessionState from, SessionState to, String reason) {
        tell(new SyncConnectionStateEvent(connection, channel, from, to, reason));
        switch (to) {
            case LIVE -> {
                if (!connected) {
                    connected = true;
                    tell(new SyncConnectedEvent(connection, channel));
                }
            }
            case OFFLINE, CONNECTING, CLOSED -> {
                if (connected) {
                    connected = false;
                    tell(new SyncDisconnectedEvent(connection, channel, reason));
                }
            }
            case RESUMING -> {}
        }
    }

    @Override
    public void onProblem(String code, String message) {
        tell(new SyncProblemEvent(connection, channel, code, message));
    }

    @Override
    public void onFailed(FailedMutation failed) {
        tell(new MutationFailedEvent(connection, channel, failed));
    }

    private SyncEvent event(MutationOutcome outcome) {
        if (outcome instanceof MutationOutcome.Confirmed confirmed) {
            return new MutationConfirmedEvent(connection, channel, confirmed.mutation(), confirmed.serverSeq());
        } else if (outcome instanceof MutationOutcome.Withdrawn withdrawn) {
            return new MutationWithdrawnEvent(
                    connection, channel, withdrawn.mutation(), withdrawn.code(), withdrawn.reason());
        }
        MutationOutcome.Rejected rejected = (MutationOutcome.Rejected) outcome;
        return rejected.error() instanceof Rejection error
                ? new MutationRejectedEvent(
                        connection, channel, rejected.mutation(), error.code(), error.reason(), error.message())
                : new MutationRejectedEvent(
                        connection,
                        channel,
                        rejected.mutation(),
                        "rejected",
                        Reason.PERMANENT,
                        String.valueOf(rejected.error()));
    }

    private void tell(SyncEvent event) {
        queue.add(event);
    }
}
