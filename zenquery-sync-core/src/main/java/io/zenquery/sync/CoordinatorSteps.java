package io.zenquery.sync;

import io.zenquery.sync.patch.PatchException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a coordinator takes a step: under the lock, published by one assignment, told of after the lock.
 *
 * <p>Lock rule: {@code lock} guards {@code state} and all that a step reads or writes, the state layer's part and the journal included; no
 * callback runs under it.
 */
abstract class CoordinatorSteps extends CoordinatorReads {
    final CoordinatorBuilder settings;
    final @Nullable StateLayer layer;
    final Undos undos;
    final ViewHistory history;
    StepJournal journal = NoJournal.INSTANCE;
    long firstClientSeq;
    long lastClientSeq;
    long lastRegistered;
    private final ReentrantLock lock = new ReentrantLock();

    CoordinatorSteps(CoordinatorBuilder settings) {
        this.settings = settings;
        this.layer = settings.stateLayer;
        this.history = new ViewHistory(settings.viewHistory);
        this.undos = new Undos(settings, layer);
        this.lastClientSeq = settings.lastClientSeq;
        this.firstClientSeq = settings.lastClientSeq + 1;
        this.lastRegistered = settings.lastClientSeq;
    }

    /**
     * The one place where a step becomes visible: history, state layer, journal, state, callbacks, in this order. What ended is noted before
     * it leaves the queue, so that a reader without the lock finds it at one place or the other at any moment.
     */
    void publish(Step step) {
        assert lock.isHeldByCurrentThread();
        boolean superseded = undos.settle(step);
        CoordinatorState next = step.next();
        assert next.invariantsHold();
        Runnable show = layer == null
                ? () -> {}
                : layer.prepare(step.effects().confirmed(), step.effects().view(), next.version());
        step.viewChange().ifPresent(change -> history.add(change, layer));
        undos.before(step);
        show.run();
        if (superseded) {
            journal.superseded(); // first: half of the notes of this step must not be written without the rest
        }
        if (step.applied() != null) {
            journal.applied(step.applied());
        }
        step.effects().outcomes().forEach(journal::ended);
        state = next;
        undos.after(step);
        callbacks.enqueue(step, next);
    }

    Step begin() {
        return new Step(state, layer, settings.identityKeys);
    }

    void step(Runnable flow) {
        step(() -> {
            flow.run();
            return true;
        });
    }

    <T> T step(Supplier<T> flow) {
        try {
            return locked(flow);
        } finally {
            callbacks.drain();
        }
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    // -------------------------------------------------------------------------------------------------- checkpoint

    @Override
    public CoordinatorCheckpoint checkpoint(Runnable taken) {
        return locked(() -> {
            List<PendingMutation> pending = begin().pendingPresently();
            CoordinatorCheckpoint checkpoint = new CoordinatorCheckpoint(
                    lastClientSeq,
                    state.serverSeq(),
                    requiredLayer().confirmed(),
                    pending,
                    pending.stream()
                            .map(PendingMutation::clientSeq)
                            .filter(clientSeq -> !state.overlay().isVisible(clientSeq))
                            .collect(Collectors.toSet()));
            taken.run();
            return checkpoint;
        });
    }

    @Override
    public void restore(CoordinatorCheckpoint checkpoint) {
        step(() -> {
            if (lastClientSeq >= firstClientSeq || state.serverSeq() != 0 || state.version() != 0) {
                throw new IllegalStateException(
                        "expected a coordinator that has not begun, to restore another one's state");
            }
            Step step = begin();
            try {
                step.restore(checkpoint, requiredLayer());
            } catch (PatchException e) {
                throw new InvalidMutationException("a pending mutation of the checkpoint: " + e.getMessage(), e);
            }
            publish(step);
            checkpoint.pending().forEach(undos::registered);
            lastClientSeq = Math.max(lastClientSeq, checkpoint.lastClientSeq());
            lastRegistered = lastClientSeq;
            firstClientSeq = checkpoint.pending().isEmpty()
                    ? lastClientSeq + 1
                    : checkpoint.pending().get(0).clientSeq();
        });
    }

    @Override
    public void journal(StepJournal noting) {
        locked(() -> journal = noting);
    }

    private StateLayer requiredLayer() {
        if (layer == null) {
            throw new IllegalStateException(
                    "expected a coordinator with a state layer: without one it knows no documents");
        }
        return layer;
    }
}
