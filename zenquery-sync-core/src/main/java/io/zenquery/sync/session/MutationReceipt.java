package io.zenquery.sync.session;

import java.util.concurrent.CompletionStage;

/**
 * How one mutation fares. Both stages complete exactly once: normally, or exceptionally with a
 * {@link MutationRejectedException} or a {@link MutationWithdrawnException}.
 */
public interface MutationReceipt {

    /** The number of the mutation. */
    long clientSeq();

    /** Completes when the server has accepted the mutation. */
    CompletionStage<Void> accepted();

    /** Completes when, after that, the mutation's effect is in the confirmed state here. */
    CompletionStage<Void> visible();
}
