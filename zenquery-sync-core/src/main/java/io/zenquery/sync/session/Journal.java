package io.zenquery.sync.session;

import io.zenquery.sync.CoordinatorCheckpoint;
import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.StepJournal;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the outbox what happens, in the order in which it happens: a write-ahead log with checkpoints. What is noted is written by
 * the next {@link #flush}, by whomever; who comes while another one writes finds his record written with the next ones (group
 * commit). Without a store, nothing is noted.
 *
 * <p>Lock rule: {@code io}, then the coordinator's lock, then {@code this}. Notes are taken under the last two, and never wait for the
 * store.
 */
final class Journal implements StepJournal {
    private static final long SMALLEST_LOG = 1024 * 1024;

    private final @Nullable OutboxStore store;
    private final OptimisticSyncCoordinator coordinator;
    private final Failures failures;
    private final Consumer<FailedMutation> dropped;
    private final ReentrantLock io = new ReentrantLock();

    // Guarded by this.
    private final List<OutboxRecord> waiting = new ArrayList<>();
    private SessionFacts facts;
    private long noted;
    private boolean superseded;

    // Guarded by io.
    private long written;
    private long checkpointBytes;
    private long logBytes;

    /** @param dropped is told of a failure that makes room for newer ones */
    Journal(
            @Nullable OutboxStore store,
            OptimisticSyncCoordinator coordinator,
            Failures failures,
            SessionFacts facts,
            Consumer<FailedMutation> dropped) {
        this.store = store;
        this.coordinator = coordinator;
        this.failures = failures;
        this.facts = facts;
        this.dropped = dropped;
    }

    // -------------------------------------------------------------------------------------------------------- notes

    @Override
    public void registered(PendingMutation mutation) {
        if (mutation.mutationInfo() instanceof MutationRequest request) {
            if (request.retryOf() != null) {
                failures.remove(request.retryOf());
            }
            note(new OutboxRecord.Registered(payload(mutation, request), request.retryOf(), mutation.undoOf()));
        }
    }

    @Override
    public void applied(ServerDeltaMessage delta) {
        Patches patches = (Patches) delta.data();
        note(new OutboxRecord.Applied(delta.serverSeq(), delta.origin(), patches.patches(), delta.stamp()));
    }

    @Override
    public void ended(MutationOutcome outcome) {
        if (outcome.mutation().mutationInfo() instanceof MutationRequest) {
            FailedMutation failure = failures.of(outcome);
            if (failure != null) {
                FailedMutation oldest = failures.add(failure);
                if (oldest != null) {
                    note(new OutboxRecord.Discarded(oldest.clientSeq()));
                    dropped.accept(oldest);
                }
            }
            note(new OutboxRecord.Ended(outcome.mutation().clientSeq(), failure));
        }
    }

    @Override
    public synchronized void superseded() {
        superseded = true;
        noted++;
    }

    void discarded(long clientSeq) {
        note(new OutboxRecord.Discarded(clientSeq));
    }

    synchronized SessionFacts facts() {
        return facts;
    }

    synchronized void noteFacts(SessionFacts next) {
        if (!next.isSameAs(facts)) {
            facts = next;
            note(new OutboxRecord.Noted(next));
        }
    }

    private synchronized void note(OutboxRecord record) {
        if (store != null) {
            waiting.add(record);
            noted++;
        }
    }

    private static Mutation payload(PendingMutation mutation, MutationRequest request) {
        return new Mutation(
                mutation.clientSeq(),
                request.name(),
                request.input(),
                mutation.optimisticPatches(),
                Map.of(),
                mutation.stamp(),
                request.creates(),
                request.trace());
    }

    // -------------------------------------------------------------------------------------------------------- write

    /** Whether something is noted and not written yet. */
    synchronized boolean hasWaiting() {
        return store != null && (superseded || !waiting.isEmpty());
    }

    /**
     * Returns when everything noted before the call is on disk.
     *
     * @throws OutboxException if it can't be written. It is not forgotten: the next call writes everything as it is then
     */
    void flush() {
        if (store == null) {
            return;
        }
        long target;
        synchronized (this) {
            target = noted;
        }
        io.lock();
        try {
            if (written < target) {
                write(store);
            }
        } finally {
            io.unlock();
        }
    }

    private void write(OutboxStore target) {
        List<OutboxRecord> records;
        long upTo;
        synchronized (this) {
            records = superseded || logBytes > Math.max(SMALLEST_LOG, 2 * checkpointBytes)
                    ? List.of()
                    : List.copyOf(waiting);
            upTo = noted;
            if (!records.isEmpty()) {
                waiting.clear();
            }
        }
        try {
            if (records.isEmpty()) {
                checkpoint(target);
            } else {
                List<byte[]> bytes = records.stream().map(OutboxFormat::write).toList();
                target.append(bytes);
                logBytes += bytes.stream().mapToLong(each -> each.length).sum();
                written = upTo;
            }
        } catch (RuntimeException e) {
            superseded();
            throw e instanceof OutboxException
                    ? e
                    : new OutboxException("the outbox could not be written: " + e.getMessage(), e);
        }
    }

    private void checkpoint(OutboxStore target) {
        long[] upTo = new long[1];
        SessionFacts[] present = new SessionFacts[1];
        List<FailedMutation> failed = new ArrayList<>();
        CoordinatorCheckpoint state = coordinator.checkpoint(() -> {
            synchronized (this) {
                waiting.clear();
                superseded = false;
                upTo[0] = noted;
                present[0] = facts;
                failed.addAll(failures.list());
            }
        });
        byte[] bytes = OutboxFormat.write(record(state, present[0], failed));
        target.replace(List.of(bytes));
        checkpointBytes = bytes.length;
        logBytes = 0;
        written = upTo[0];
    }

    private static OutboxRecord record(CoordinatorCheckpoint state, SessionFacts facts, List<FailedMutation> failed) {
        List<Mutation> pending = new ArrayList<>();
        Map<Long, Long> undos = new LinkedHashMap<>();
        for (PendingMutation each : state.pending()) {
            if (each.mutationInfo() instanceof MutationRequest request) {
                pending.add(payload(each, request));
                if (each.undoOf() != null) {
                    undos.put(each.clientSeq(), each.undoOf());
                }
            }
        }
        return new OutboxRecord.Checkpoint(
                facts,
                state.lastClientSeq(),
                state.serverSeq(),
                state.confirmed(),
                pending,
                state.hidden(),
                List.copyOf(failed),
                undos.isEmpty() ? null : undos);
    }
}
