package io.zenquery.sync.server;

import java.time.Duration;

/**
 * Bounds on what clients send, handlers do and the server keeps.
 *
 * @param maxBatch mutations in a batch; a longer one is answered with the problem {@code batch-too-large}
 * @param maxPatches operations in a mutation, over all atoms, and in what a handler makes of one; one with more is rejected with code
 *     {@code too-many-patches}
 * @param retention deltas that a channel's log keeps; at least {@code maxBatch}, so that the effects of a batch are there to be
 *     handed on when it is decided
 * @param documents what a mutation may make of a document
 * @param handlerTimeout how long a handler may take for one mutation, which is rejected then with code {@code handler-timeout};
 *     handlers run on threads of their own. 0 for no bound: they run on the thread that submits
 */
public record Limits(int maxBatch, int maxPatches, int retention, DocumentLimits documents, Duration handlerTimeout) {
    /** 1,000 mutations in a batch, 1,000 operations in each, 10,000 deltas; no bound on a handler's time. */
    public static final Limits DEFAULT = new Limits(1_000, 1_000, 10_000);

    /**
     * @throws IllegalArgumentException if one of the numbers is below 1, {@code retention} below {@code maxBatch}, or
     *     {@code handlerTimeout} below 0
     */
    public Limits {
        if (maxBatch < 1 || maxPatches < 1 || retention < 1) {
            throw new IllegalArgumentException("expected limits from 1, got maxBatch " + maxBatch + ", maxPatches "
                    + maxPatches + ", retention " + retention);
        }
        if (retention < maxBatch) {
            throw new IllegalArgumentException(
                    "expected a retention from maxBatch, " + maxBatch + ", on, got " + retention);
        }
        if (handlerTimeout.isNegative()) {
            throw new IllegalArgumentException("expected a handlerTimeout of 0 or more, got " + handlerTimeout);
        }
    }

    /** With {@link DocumentLimits#DEFAULT} and no bound on a handler's time. */
    public Limits(int maxBatch, int maxPatches, int retention) {
        this(maxBatch, maxPatches, retention, DocumentLimits.DEFAULT, Duration.ZERO);
    }
}
