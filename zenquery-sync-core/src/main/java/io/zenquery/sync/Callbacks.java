package io.zenquery.sync;

import io.zenquery.sync.Deliveries.Subscribers;
import org.jspecify.annotations.Nullable;

/** Who is told what: the subscribers of a coordinator, by kind, and what a step has for them. */
final class Callbacks {
    final Subscribers<StateChangeCallback> stateChange = new Subscribers<>();
    final Subscribers<ApplyDeltaCallback> applyDelta = new Subscribers<>();
    final Subscribers<RollbackCallback> rollback = new Subscribers<>();
    final Subscribers<ViewChangeCallback> viewChange = new Subscribers<>();
    final Subscribers<ConflictCallback> conflict = new Subscribers<>();
    final Subscribers<MutationOutcomeCallback> outcome = new Subscribers<>();
    final Subscribers<SequenceGapCallback> gap = new Subscribers<>();
    final Subscribers<StepCallback> step = new Subscribers<>();

    private final Deliveries deliveries = new Deliveries();

    /** Queues what a step has to tell, in the order in which it is told. Called under the coordinator's lock. */
    void enqueue(Step taken, CoordinatorState next) {
        StepEffects effects = taken.effects();
        deliveries.enqueue(next, step, callback -> callback.onBegin(taken.applied()));
        if (!effects.resolved().isEmpty()) {
            deliveries.enqueue(next, applyDelta, callback -> callback.onApplyDelta(effects.resolved()));
        }
        effects.rollbacks()
                .forEach(patches -> deliveries.enqueue(next, rollback, callback -> callback.onRollback(patches)));
        if (!effects.resolutions().isEmpty()) {
            deliveries.enqueue(next, conflict, callback -> callback.onConflict(effects.resolutions()));
        }
        taken.viewChange()
                .ifPresent(change -> deliveries.enqueue(next, viewChange, callback -> callback.onViewChange(change)));
        deliveries.enqueue(next, stateChange, StateChangeCallback::onStateChange);
        effects.outcomes().forEach(each -> deliveries.enqueue(next, outcome, callback -> callback.onOutcome(each)));
        deliveries.enqueue(next, step, StepCallback::onEnd);
    }

    /** Queues that deltas are missing. Called under the coordinator's lock. */
    void enqueueGap(CoordinatorState now, long received) {
        deliveries.enqueue(now, gap, callback -> callback.onGap(now.serverSeq(), received));
    }

    /** Delivers what is queued. Called without the lock. */
    void drain() {
        deliveries.drain();
    }

    /** The state that the callback running on this thread tells of; null outside callbacks. */
    @Nullable
    CoordinatorState current() {
        return deliveries.current();
    }
}
