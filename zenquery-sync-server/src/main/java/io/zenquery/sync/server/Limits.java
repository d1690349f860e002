package io.zenquery.sync.server;

/**
 * Bounds on what clients send and the server keeps.
 *
 * @param maxBatch mutations in a batch; a longer one is answered with the problem {@code batch-too-large}
 * @param maxPatches operations in a mutation, over all atoms; one with more is rejected
 * @param retention deltas that a channel's log keeps; at least {@code maxBatch}, so that the effects of a batch are there to be
 *     handed on when it is decided
 */
public record Limits(int maxBatch, int maxPatches, int retention) {
    /** 1,000 mutations in a batch, 1,000 operations in each, 10,000 deltas. */
    public static final Limits DEFAULT = new Limits(1_000, 1_000, 10_000);

    /** @throws IllegalArgumentException if one of them is below 1, or {@code retention} below {@code maxBatch} */
    public Limits {
        if (maxBatch < 1 || maxPatches < 1 || retention < 1) {
            throw new IllegalArgumentException("expected limits from 1, got maxBatch " + maxBatch + ", maxPatches "
                    + maxPatches + ", retention " + retention);
        }
        if (retention < maxBatch) {
            throw new IllegalArgumentException(
                    "expected a retention from maxBatch, " + maxBatch + ", on, got " + retention);
        }
    }
}
