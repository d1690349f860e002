package io.zenquery.sync.session;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.CoordinatorCheckpoint;
import io.zenquery.sync.InvalidMutationException;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.SyncException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back what a session knew when its process ended: the records of the outbox are carried out once more, on a coordinator that
 * nobody listens to.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final ConflictResolutionStrategy strategy;
    private final Failures failures;
    private final OptimisticSyncCoordinator replay =
            new CoordinatorBuilder().stateLayer(new AtomStore()).build();
    private final Map<Long, PendingMutation> misfits = new HashMap<>();
    private @Nullable SessionFacts facts;

    /** @param failures receives the failed mutations */
    Recovery(ConflictResolutionStrategy strategy, Failures failures) {
        this.strategy = strategy;
        this.failures = failures;
    }

    /**
     * Carries out the records.
     *
     * @throws OutboxException if they do not make sense
     */
    void replay(List<byte[]> records) {
        for (byte[] bytes : records) {
            OutboxRecord record = OutboxFormat.read(bytes);
            if ((facts == null) != (record instanceof OutboxRecord.Checkpoint)) {
                throw new OutboxException(
                        "expected a checkpoint first in the outbox and nowhere else, got " + record, null);
            }
            try {
                replay(record);
            } catch (PatchException | SyncException e) {
                throw new OutboxException("a record of the outbox does not follow on those before it: " + record, e);
            }
        }
    }

    private void replay(OutboxRecord record) {
        if (record instanceof OutboxRecord.Checkpoint checkpoint) {
            facts = checkpoint.facts();
            checkpoint.failed().forEach(failures::add);
            Map<Long, Long> undos = Objects.requireNonNullElse(checkpoint.undos(), Map.of());
            replay.restore(new CoordinatorCheckpoint(
                    checkpoint.lastClientSeq(),
                    checkpoint.serverSeq(),
                    checkpoint.confirmed(),
                    checkpoint.pending().stream()
                            .map(each -> pending(each, undos.get(each.clientSeq())))
                            .toList(),
                    checkpoint.hidden()));
        } else if (record instanceof OutboxRecord.Registered registered) {
            while (replay.generateClientSeq() < registered.mutation().clientSeq()) {
                // Numbers between were generated, and nothing came of them.
            }
            register(pending(registered.mutation(), registered.undoOf()));
            if (registered.retryOf() != null) {
                failures.remove(registered.retryOf());
            }
        } else if (record instanceof OutboxRecord.Applied applied) {
            ServerDeltaMessage.Patches patches = new ServerDeltaMessage.Patches(applied.patches());
            replay.processServerDelta(
                    new ServerDeltaMessage(
                            patches, applied.serverSeq(), replay.confirmedServerSeq(), applied.own(), applied.stamp()),
                    strategy);
        } else if (record instanceof OutboxRecord.Ended ended) {
            if (replay.pendingMutation(ended.clientSeq()) != null) {
                replay.withdrawMutation(ended.clientSeq(), "ended", "it had ended before");
            }
            if (ended.failure() != null) {
                failures.add(ended.failure());
            }
        } else if (record instanceof OutboxRecord.Discarded discarded) {
            failures.remove(discarded.clientSeq());
        } else if (record instanceof OutboxRecord.Noted noted) {
            facts = noted.facts();
        }
    }

    /**
     * A checkpoint has what pending mutations do, not how they came to it (what a strategy put back for one is an ordinary edit of it), so
     * that deltas after it may leave another view than they left in the process. A mutation that does not fit that view
     * keeps its number, and shows nothing.
     */
    private void register(PendingMutation mutation) {
        try {
            replay.registerPendingMutation(mutation);
        } catch (InvalidMutationException e) {
            LOG.warn("mutation {} does not fit what the outbox brings back", mutation.clientSeq(), e);
            misfits.put(mutation.clientSeq(), mutation);
            replay.registerPendingMutation(mutation.withPatches(Map.of()));
        }
    }

    private static PendingMutation pending(Mutation mutation, @Nullable Long undoOf) {
        return new PendingMutation(
                mutation.clientSeq(),
                new MutationRequest(
                        mutation.name(),
                        mutation.input(),
                        mutation.patches(),
                        0,
                        mutation.creates(),
                        null,
                        mutation.trace()),
                mutation.patches(),
                Map.of(),
                mutation.stamp(),
                undoOf);
    }

    SessionFacts facts() {
        return Objects.requireNonNull(facts, "facts of an outbox that is not empty");
    }

    /**
     * The state, without those mutations that were not sent and are not in the view, or do not fit it: their patches are no more. They are
     * failures from now on, and so is what was to take them back.
     */
    CoordinatorCheckpoint state() {
        PendingMutation lost = firstLost();
        while (lost != null) {
            List<PendingMutation> before = unsent();
            replay.withdrawMutation(lost.clientSeq(), Withdrawal.NOT_RECOVERED.code, Withdrawal.NOT_RECOVERED.reason);
            for (PendingMutation each : before) {
                if (replay.pendingMutation(each.clientSeq()) == null) {
                    boolean isHidden = each.clientSeq() == lost.clientSeq() && !misfits.containsKey(each.clientSeq());
                    fail(
                            misfits.getOrDefault(each.clientSeq(), each),
                            isHidden ? Withdrawal.TEST_FAILED : Withdrawal.NOT_RECOVERED);
                }
            }
            lost = firstLost();
        }
        return replay.checkpoint(() -> {});
    }

    private @Nullable PendingMutation firstLost() {
        return unsent().stream()
                .filter(each -> misfits.containsKey(each.clientSeq()) || !replay.isVisible(each.clientSeq()))
                .findFirst()
                .orElse(null);
    }

    private List<PendingMutation> unsent() {
        return replay.pendingMutations(facts().lastSent(), Integer.MAX_VALUE);
    }

    private void fail(PendingMutation mutation, Withdrawal withdrawal) {
        failures.add(failures.of(mutation, withdrawal.code, withdrawal.reason));
    }
}
