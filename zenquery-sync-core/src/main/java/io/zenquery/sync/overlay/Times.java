package io.zenquery.sync.overlay;

/** The order of all pending edits: by mutation, then by their place in it. */
final class Times {
    /** Before all edits: what is confirmed. */
    static final long BASE = Long.MIN_VALUE;

    /** What the view shows; between two transitions the same as {@link #END}. */
    static final long VIEW = Long.MIN_VALUE + 1;

    /** After all edits. */
    static final long END = Long.MAX_VALUE;

    private static final int INDEX_BITS = 27;
    private static final int SPACING_BITS = 6;

    /** How far apart the times of two edits are: room for what is put back in front of each, one for each layer around it. */
    static final long SPACING = 1L << SPACING_BITS;

    private static final int MOST_EDITS = 1 << (INDEX_BITS - SPACING_BITS);

    /** The most that {@link #of} takes. */
    static final long MOST_SEQ = (1L << (62 - INDEX_BITS)) - 1;

    private Times() {}

    /** The time of the {@code index}-th edit of a mutation; in front of each are some free for what has to come before it. */
    static long of(long seq, int index) {
        if (seq > MOST_SEQ || seq < -MOST_SEQ || index >= MOST_EDITS - 1) {
            throw new IllegalArgumentException("expected a number up to " + MOST_SEQ + " and up to " + (MOST_EDITS - 1)
                    + " operations, got number " + seq + " and operation " + index);
        }
        return (seq << INDEX_BITS) + ((index + 1L) << SPACING_BITS);
    }

    /** Before all edits of a mutation. */
    static long first(long seq) {
        return seq << INDEX_BITS;
    }

    static long seq(long time) {
        return time >> INDEX_BITS;
    }
}
