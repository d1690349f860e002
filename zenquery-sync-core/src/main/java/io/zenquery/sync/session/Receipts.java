package io.zenquery.sync.session;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.UndoUnavailableException;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The receipts of the mutations without an outcome. */
final class Receipts {
    /** Takes mutations back. */
    interface Undo {
        MutationReceipt undo(long clientSeq, @Nullable String name, JsonNode input, @Nullable String trace);

        boolean canUndo(long clientSeq);
    }

    private final Map<Long, Receipt> open = new ConcurrentHashMap<>();
    private final Undo undo;

    Receipts(Undo undo) {
        this.undo = undo;
    }

    private record Receipt(
            long clientSeq, CompletableFuture<Void> acceptance, CompletableFuture<Void> visibility, Undo undos)
            implements MutationReceipt {

        @Override
        public MutationReceipt undo(@Nullable String name, @Nullable JsonNode input, @Nullable String trace) {
            if (visibility.isCompletedExceptionally()) {
                throw new UndoUnavailableException(
                        UndoUnavailableException.Code.NOT_ACCEPTED,
                        "expected a mutation that is pending or accepted, got " + clientSeq
                                + ", which was rejected or withdrawn: it is not in the view");
            }
            return undos.undo(clientSeq, name, input == null ? NullNode.getInstance() : input, trace);
        }

        @Override
        public boolean canUndo() {
            return !visibility.isCompletedExceptionally() && undos.canUndo(clientSeq);
        }

        @Override
        public CompletionStage<Void> accepted() {
            return acceptance.minimalCompletionStage();
        }

        @Override
        public CompletionStage<Void> visible() {
            return visibility.minimalCompletionStage();
        }

        void fail(Exception cause) {
            acceptance.completeExceptionally(cause);
            visibility.completeExceptionally(cause);
        }
    }

    MutationReceipt open(long clientSeq) {
        Receipt receipt = new Receipt(clientSeq, new CompletableFuture<>(), new CompletableFuture<>(), undo);
        open.put(clientSeq, receipt);
        return receipt;
    }

    /** Forgets a receipt that nobody was given. */
    void discard(long clientSeq) {
        open.remove(clientSeq);
    }

    void accepted(long clientSeq) {
        Receipt receipt = open.get(clientSeq);
        if (receipt != null) {
            receipt.acceptance().complete(null);
        }
    }

    void ended(MutationOutcome outcome) {
        long clientSeq = outcome.mutation().clientSeq();
        Receipt receipt = open.remove(clientSeq);
        if (receipt == null) {
            return;
        }
        if (outcome instanceof MutationOutcome.Confirmed) {
            receipt.acceptance().complete(null);
            receipt.visibility().complete(null);
        } else if (outcome instanceof MutationOutcome.Rejected rejected) {
            receipt.fail(
                    rejected.error() instanceof Rejection error
                            ? new MutationRejectedException(clientSeq, error.code(), error.reason(), error.message())
                            : new MutationRejectedException(
                                    clientSeq, "rejected", Reason.PERMANENT, String.valueOf(rejected.error())));
        } else if (outcome instanceof MutationOutcome.Withdrawn withdrawn) {
            receipt.fail(new MutationWithdrawnException(clientSeq, withdrawn.code(), withdrawn.reason()));
        }
    }

    void fail(long clientSeq, Withdrawal why) {
        Receipt receipt = open.remove(clientSeq);
        if (receipt != null) {
            receipt.fail(new MutationWithdrawnException(clientSeq, why.code, why.reason));
        }
    }

    void failAll(Withdrawal why) {
        open.keySet().forEach(clientSeq -> fail(clientSeq, why));
    }
}
