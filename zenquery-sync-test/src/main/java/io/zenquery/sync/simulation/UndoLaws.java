package io.zenquery.sync.simulation;

import static io.zenquery.sync.simulation.Ledger.require;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.ServerDeltaMessage;
import io.zenquery.sync.UndoUnavailableException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The laws of undo in one client process:
 *
 * <ul>
 *   <li>Undo shows at once: what the mutation did to the tags in the view is taken back, as far as there is something left, and nothing
 *       else. It is refused only if there is nothing left, and for the reason that it says; asking before says the same
 *   <li>It is not sent before what it takes back is confirmed, with an effect
 * </ul>
 */
final class UndoLaws {
    private final Replica replica;
    private final OptimisticSyncCoordinator coordinator;
    private final World world;
    private long firstKnown;
    private boolean snapshotCame;

    UndoLaws(Replica replica, OptimisticSyncCoordinator coordinator) {
        this.replica = replica;
        this.coordinator = coordinator;
        this.world = replica.world;
    }

    /** The process knows those mutations that it has found pending, and those that it makes. */
    void recovered(long lastOfEarlier) {
        firstKnown = coordinator.pendingMutations().isEmpty()
                ? lastOfEarlier + 1
                : coordinator.pendingMutations().get(0).clientSeq();
    }

    /** Something is about to come that is not the own delta of a mutation. The pending ones are carried over it. */
    void foreign(boolean snapshot) {
        snapshotCame |= snapshot;
        coordinator.pendingMutations().forEach(pending -> {
            Made mutation = replica.client.made.get(pending.clientSeq());
            if (mutation != null) {
                mutation.carried |= snapshot;
                if (snapshot && mutation.handler != null) {
                    mutation.loseSight(); // what a handler has made of it is not said by a snapshot
                }
                mutation.root().met |= mutation.undoOf != null;
            }
        });
    }

    /** The own delta of a mutation is about to come. */
    void own(long clientSeq, ServerDeltaMessage.Data delta) {
        Made mutation = replica.client.made.get(clientSeq);
        if (mutation != null && mutation.undoOf != null && coordinator.pendingMutation(clientSeq) != null) {
            mutation.root().met |= !new ServerDeltaMessage.Patches(coordinator.pendingPatches(clientSeq)).equals(delta);
        }
    }

    // -------------------------------------------------------------------------------------------------------- make

    /** An undo is being made, of which was said before whether it is possible. */
    Attempt attempt(Made undone, boolean byReceipt, boolean possible) {
        return new Attempt(undone, byReceipt, possible);
    }

    /** The tags in the view; null for a workload without. */
    @Nullable
    List<String> tags() {
        return world.workload.tags(replica.store.snapshot().view());
    }

    final class Attempt {
        private final Made undone;
        private final boolean byReceipt;
        private final boolean possible;
        private final TagChange expected;

        Attempt(Made undone, boolean byReceipt, boolean possible) {
            this.undone = undone;
            this.byReceipt = byReceipt;
            this.possible = possible;
            List<String> before = tags();
            this.expected =
                    before == null ? TagChange.NONE : effect(undone).inverse().leftIn(before);
        }

        void made(Made undo) {
            require(possible, "Undo", () -> undo + " was made, and said to be impossible before");
            Made target = undo.mustUndo();
            undo.isNext = isLast(target, undo);
            require(
                    target == undone
                            || (target.root() == undone.root()
                                    && target.outcome == null
                                    && target.clientSeq > undone.clientSeq),
                    "Undo",
                    () -> undo + " was to be of " + undone + ", or of a later undo of it that is pending");
            boolean exact = isExact() && isWhole(target);
            require(
                    exact ? undo.shown.equals(expected) : undo.shown.isPartOf(expected),
                    "Undo",
                    () -> undo + " was to show " + expected + ", and shows " + undo.shown);
            world.tally.undos++;
        }

        void refused(UndoUnavailableException why) {
            world.tally.undosRefused++;
            require(!possible, "Undo", () -> "said to be possible, and refused: " + why.getMessage());
            boolean right = switch (why.code()) {
                case NOT_ACCEPTED -> byReceipt && undone.failed;
                case UNKNOWN -> undone.clientSeq < firstKnown;
                case TOO_LONG_AGO ->
                    undone.outcome != null && (isForgotten(undone) || snapshotCame || world.ledger.epochs() > 1);
                case NOTHING_LEFT -> expected.isNone() || !isExact();
            };
            require(
                    right,
                    "Undo",
                    () -> "the undo of " + undone + " is refused: " + why.code() + ", " + why.getMessage()
                            + "; it was to do " + expected);
        }

        /** Whether all there is to take back is of that one: where two pending ones have each done a part again, it is of the last. */
        private boolean isWhole(Made target) {
            return target == undone || target.isNext;
        }

        private boolean isExact() {
            return !undone.carried
                    && !undone.root().contested
                    && (!undone.root().met || isLast(undone, undone))
                    && world.ledger.epochs() == 1
                    && isVisible(undone);
        }
    }

    /** What there is to take back of a mutation. */
    private static TagChange effect(Made mutation) {
        if (mutation.outcome != null) {
            return mutation.outcome instanceof MutationOutcome.Confirmed ? mutation.did : TagChange.NONE;
        }
        // Where another one of the same stands between, it does what that one has left, as it has shown.
        boolean settled =
                mutation.waits && mutation.isNext && mutation.mustUndo().outcome instanceof MutationOutcome.Confirmed;
        return settled ? mutation.mustUndo().did.inverse() : mutation.shown;
    }

    /** Whether a mutation and what it takes back is in the view: pending ones may be out of it, for a test say. */
    private boolean isVisible(Made mutation) {
        return (mutation.outcome != null || coordinator.isVisible(mutation.clientSeq))
                && (mutation.undoOf == null || isVisible(mutation.undoOf));
    }

    /** Whether no undo or redo of the same has come after it, but for one. Where others had their way with such, it is an edit of its own. */
    private boolean isLast(Made mutation, Made butFor) {
        return replica.client.made.tailMap(mutation.clientSeq, false).values().stream()
                .noneMatch(each -> each != butFor
                        && each.root() == mutation.root()
                        && (each.outcome == null || each.outcome instanceof MutationOutcome.Confirmed));
    }

    /** Whether more has happened since than is remembered. */
    private boolean isForgotten(Made mutation) {
        Plan.Undo bounds = Objects.requireNonNull(world.plan.undo());
        List<Long> own = replica.client.made.tailMap(mutation.clientSeq).values().stream()
                .map(each -> each.outcome instanceof MutationOutcome.Confirmed confirmed ? confirmed.serverSeq() : null)
                .filter(Objects::nonNull)
                .toList();
        return !own.isEmpty()
                && (own.size() > bounds.mutations()
                        || coordinator.confirmedServerSeq() - own.get(0) + 1 > bounds.deltas());
    }

    // -------------------------------------------------------------------------------------------------------- send

    void sent(Made mutation) {
        if (mutation.undoOf != null) {
            require(
                    mutation.undoOf.outcome instanceof MutationOutcome.Confirmed confirmed
                            && confirmed.serverSeq() != null,
                    "Undo",
                    () -> mutation + " is sent, and what it takes back ended so: " + mutation.undoOf.outcome);
        }
    }
}
