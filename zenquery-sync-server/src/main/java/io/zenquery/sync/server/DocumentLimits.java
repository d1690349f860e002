package io.zenquery.sync.server;

/**
 * Bounds on what a mutation may make of a document. A mutation that goes beyond one is rejected, alone; a document that is beyond one
 * already may still be made smaller.
 *
 * @param maxNodes values in a document, containers included; code {@code document-too-many-nodes}
 * @param maxDepth objects and arrays inside each other; code {@code document-too-deep}
 * @param maxBytes a document as JSON; code {@code document-too-large}
 * @param maxAddedBytes what one mutation writes as JSON, over all atoms: its delta has to go through a frame. Code
 *     {@code effect-too-large}, and {@code copy-too-large} where it is {@code copy} that goes beyond it
 */
public record DocumentLimits(long maxNodes, int maxDepth, long maxBytes, long maxAddedBytes) {
    /** A million nodes, 100 levels, 16 MB, of which a mutation writes up to 16 MB. */
    public static final DocumentLimits DEFAULT = new DocumentLimits(1_000_000, 100, 16L << 20, 16L << 20);

    /** @throws IllegalArgumentException if one of them is below 1 */
    public DocumentLimits {
        if (maxNodes < 1 || maxDepth < 1 || maxBytes < 1 || maxAddedBytes < 1) {
            throw new IllegalArgumentException("expected limits from 1, got maxNodes " + maxNodes + ", maxDepth "
                    + maxDepth + ", maxBytes " + maxBytes + ", maxAddedBytes " + maxAddedBytes);
        }
    }
}
