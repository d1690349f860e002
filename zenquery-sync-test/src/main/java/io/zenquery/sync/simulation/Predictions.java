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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client predicts of a mutation by patches is what the server does. Left out are
 *
 * <ul>
 *   <li>mutations that a snapshot has carried, or that come from an outbox: an insert remembers here what it stood beside, which is gone
 *       with the old documents, and its index does not say (without this, seed 21513 puts one at 8 here and at 7 there). Then, where
 *       those after it in its batch stand beside it is not said either (seed 25350)
 *   <li>those of a batch with a removal or a move up to them, or with an earlier member without effect. A mutation travels as indices. In
 *       {@code [a, b]} let a pending removal hide {@code b}, and an insert follow at index 1: the client knows that it stands before
 *       {@code b}, or after it; the index says neither, and the server has to take one. If the removal is undone, they differ
 *   <li>those with an edit that had lost its place when they were sent: it is not in the message, so the server never knew of it; when the
 *       place comes back by somebody else's delta, the client finds it again
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
        Map<AtomKey, List<Patch>> predicted = withoutTests(coordinator.pendingPatches(own));
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
                return sizes(member.patches()).equals(sizes(pending.get(0).optimisticPatches()));
            }
            Made before = made.get(member.clientSeq());
            if (before == null
                    || before.handler != null
                    || left.contains(member.clientSeq())
                    || !(before.outcome instanceof MutationOutcome.Confirmed confirmed)
                    || confirmed.serverSeq() == null) {
                return false;
            }
        }
        return false;
    }

    private static Map<AtomKey, List<Patch>> withoutTests(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> effect = new LinkedHashMap<>();
        patches.forEach((atom, operations) -> {
            List<Patch> kept = operations.stream()
                    .filter(operation -> !(operation instanceof Patch.Test))
                    .toList();
            if (!kept.isEmpty()) {
                effect.put(atom, kept);
            }
        });
        return effect;
    }

    private static Map<AtomKey, Integer> sizes(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, Integer> sizes = new HashMap<>();
        patches.forEach((atom, operations) -> sizes.put(atom, operations.size()));
        return sizes;
    }

    private static boolean hides(Map<AtomKey, List<Patch>> patches) {
        return patches.values().stream()
                .flatMap(List::stream)
                .anyMatch(patch -> patch instanceof Patch.Remove || patch instanceof Patch.Move);
    }
}
