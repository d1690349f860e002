package io.zenquery.sync.spring;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.StepCallback;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the coordinator and the session of a channel say as application events; see {@link io.zenquery.sync.spring.event}. The
 * calls that it hears return at once: the events are published by an {@link EventQueue}. What is told of one delta is published within
 * one observation, and so is what is told of the end of a mutation.
 */
public final class SyncEventPublisher implements SessionListener {
    private final String connection;
    private final String channel;
    private final EventQueue queue;
    private final EventObservations observations;
    private boolean connected; // the session's thread only

    // Of the step that is being told of; used in callbacks of the coordinator only, which run one at a time.
    private @Nullable TaskObservation delta;
    private @Nullable Long origin;
    private final Map<Long, TaskObservation> ended = new LinkedHashMap<>();

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
     * Publishes without observations.
     *
     * @param connection the name of the connection
     * @param coordinator the coordinator of the channel
     * @param queue where events go
     */
    public SyncEventPublisher(
            String connection, String channel, OptimisticSyncCoordinator coordinator, EventQueue queue) {
        this(connection, channel, coordinator, queue, EventObservations.NONE);
    }

    /**
     * @param connection the name of the connection
     * @param coordinator the coordinator of the channel
     * @param queue where events go
     * @param observed observes what is told
     */
    public SyncEventPublisher(
            String connection,
            String channel,
            OptimisticSyncCoordinator coordinator,
            EventQueue queue,
            EventObservations observed) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.channel = Objects.requireNonNull(channel, "channel");
        this.queue = Objects.requireNonNull(queue, "queue");
        this.observations = Objects.requireNonNull(observed, "observed");
        coordinator.onStep(new Steps());
        coordinator.onStateChange(() -> tellOfStep(new StateChangedEvent(
                connection, channel, coordinator.confirmedServerSeq(), coordinator.pendingCount())));
        coordinator.onApplyDelta(patches -> tellOfStep(new DeltaAppliedEvent(connection, channel, patches, origin)));
        coordinator.onRollback(patches -> tellOfStep(new RollbackEvent(connection, channel, patches)));
        coordinator.onViewChange(
                change -> tellOfStep(new ViewChangedEvent(connection, channel, change.version(), change.patches())));
        coordinator.onConflict(resolutions -> tellOfStep(new ConflictResolvedEvent(connection, channel, resolutions)));
        coordinator.onOutcome(this::tellEnd);
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
        tell(new MutationFailedEvent(connection, channel, failed), ended.get(failed.clientSeq()));
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

    // ------------------------------------------------------------------------------------------------------ publish

    /** Where what a step brings begins and ends: so do the observations of it. */
    private final class Steps implements StepCallback {
        @Override
        public void onBegin(@Nullable ServerDeltaMessage applied) {
            delta = applied == null ? null : observations.of(channel, applied);
            origin = applied == null ? null : applied.origin();
        }

        @Override
        public void onEnd() {
            if (delta != null) {
                queue.execute(delta::stop);
                delta = null;
            }
            ended.values().forEach(each -> queue.execute(each::stop));
            ended.clear();
        }
    }

    /**
     * Does something else in its turn among the events, as a part of what is told of the present step. To be called in a callback of the
     * coordinator; returns at once. What the task throws is logged.
     */
    public void execute(Runnable task) {
        execute(task, delta);
    }

    private void execute(Runnable task, @Nullable TaskObservation within) {
        queue.execute(within == null ? task : () -> within.run(task));
    }

    private void tellEnd(MutationOutcome outcome) {
        TaskObservation observation = observations.of(channel, outcome);
        if (observation != null) {
            ended.put(outcome.mutation().clientSeq(), observation);
        }
        tell(event(outcome), observation);
    }

    private void tellOfStep(SyncEvent event) {
        tell(event, delta);
    }

    private void tell(SyncEvent event) {
        tell(event, null);
    }

    private void tell(SyncEvent event, @Nullable TaskObservation within) {
        execute(() -> queue.publish(event), within);
    }
}
