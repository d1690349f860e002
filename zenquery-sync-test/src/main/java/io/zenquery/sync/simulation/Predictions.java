package io.zenquery.sync.simulation;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.PendingMutation;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.ServerDeltaMessage.Patches;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client predicts of a mutation by patches is what the server does. Left out are
 *
 * <ul>
 *   <li>mutations that a snapshot has carried
 *   <li>those of a batch with a removal or a move up to them, or with an earlier member without effect: a mutation travels as indices,
 *       which do not say on which side of something hidden an insert stands
 *   <li>those with an edit that had lost its place when they were sent: the client may find it again, the server never knew of it
 * </ul>
 */
final class Predictions {
    private final OptimisticSyncCoordinator coordinator;
    private final Map<Long, Made> made;
    private final Set<Long> left = new HashSet<>();
    private @Nullable MutationBatch batch;

    Predictions(OptimisticSyncCoordinator coordinator, Map<Long, Made> made) {
        this.coordinator = coordinator;
        this.made = made;
    }

    void sent(MutationBatch sent) {
        batch = sent;
    }

    /** What came from an outbox is as its patches say; what the process before knew beyond them is gone. */
    void leave(List<PendingMutation> recovered) {
        recovered.forEach(each -> left.add(each.clientSeq()));
    }

    /** Whether there was something to compare. */
    boolean check(ServerDeltaMessage message) {
        if (!(message.data() instanceof Patches delta)) {
            coordinator.pendingMutations().forEach(each -> left.add(each.clientSeq()));
            return false;
        }
        Long own = message.origin();
        if (own == null || message.serverSeq() != coordinator.confirmedServerSeq() + 1 || !isComparable(own)) {
            return false;
        }
        Map<AtomKey, List<Patch>> predicted = ReplicaLaws.withoutTests(coordinator.pendingPatches(own));
        if (!predicted.equals(delta.patches())) {
            throw new LawViolation(
                    "Prediction",
                    made.get(own) + " was predicted as " + predicted + ", delta " + message.serverSeq() + " does "
                            + delta.patches());
        }
        return true;
    }

    private boolean isComparable(long own) {
        List<PendingMutation> pending = coordinator.pendingMutations();
        Made mutation = made.get(own);
        if (batch == null
                || mutation == null
                || mutation.handler != null
                || left.contains(own)
                || pending.isEmpty()
                || pending.get(0).clientSeq() != own) {
            return false;
        }
        for (Mutation member : batch.batch()) {
            if (hides(member.patches())) {
                return false;
            }
            if (member.clientSeq() == own) {
                return size(member.patches()) == size(pending.get(0).optimisticPatches());
            }
            Made before = made.get(member.clientSeq());
            if (before == null
                    || before.handler != null
                    || !(before.outcome instanceof MutationOutcome.Confirmed confirmed)
                    || confirmed.serverSeq() == null) {
                return false;
            }
        }
        return false;
    }

    private static int size(Map<AtomKey, List<Patch>> patches) {
        return patches.values().stream().mapToInt(List::size).sum();
    }

    private static boolean hides(Map<AtomKey, List<Patch>> patches) {
        return patches.values().stream()
                .flatMap(List::stream)
                .anyMatch(patch -> patch instanceof Patch.Remove || patch instanceof Patch.Move);
    }
}
