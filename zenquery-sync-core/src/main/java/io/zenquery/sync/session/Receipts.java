package io.zenquery.sync.session;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The receipts of the mutations without an outcome. */
final class Receipts {
    private final Map<Long, Receipt> open = new ConcurrentHashMap<>();

    private record Receipt(long clientSeq, CompletableFuture<Void> acceptance, CompletableFuture<Void> visibility)
            implements MutationReceipt {

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
        Receipt receipt = new Receipt(clientSeq, new CompletableFuture<>(), new CompletableFuture<>());
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
