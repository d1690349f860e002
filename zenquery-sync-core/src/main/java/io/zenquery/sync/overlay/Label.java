package io.zenquery.sync.overlay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A position in the total order of one list's slots. It never changes, so a slot can be named by it in any version of the list, and
 * there is always room for another one between two.
 *
 * <p>Digits compare lexicographically, a prefix before what it is a prefix of. Runs of insertions at one spot, in either direction,
 * lengthen a label by two digits at most until 2^31 of them have been made.
 */
final class Label implements Comparable<Label> {
    private static final long STEP = 1L << 32;
    private static final Label MIDDLE = new Label(0);

    private final long[] digits;

    private Label(long... digits) {
        this.digits = digits;
    }

    /** A label between two neighbours; null stands for the end of the list on that side. */
    static Label between(@Nullable Label left, @Nullable Label right) {
        if (left == null && right == null) {
            return MIDDLE;
        }
        long[] low = left == null ? new long[0] : left.digits;
        long[] high = right == null ? new long[0] : right.digits;
        boolean bounded = right != null;
        for (int i = 0; ; i++) {
            boolean floor = i < low.length;
            boolean ceiling = bounded && i < high.length;
            if (!floor && !ceiling) {
                return extended(low, i, 0);
            }
            if (!floor) {
                return extended(high, i, high[i] - STEP);
            }
            if (!ceiling) {
                if (low[i] < Long.MAX_VALUE - STEP) {
                    return extended(low, i, low[i] + STEP);
                }
                bounded = false;
                continue;
            }
            long gap = high[i] - low[i];
            if (gap > 1 || gap < 0) { // negative: the difference is above what a long holds
                return extended(low, i, low[i] + (gap > 2 * STEP || gap < 0 ? STEP : gap / 2));
            }
            bounded = gap == 0;
        }
    }

    /** The first {@code length} digits of {@code prefix}, and {@code last}. */
    private static Label extended(long[] prefix, int length, long last) {
        long[] digits = Arrays.copyOf(prefix, length + 1);
        digits[length] = last;
        return new Label(digits);
    }

    @Override
    public int compareTo(Label other) {
        return Arrays.compare(digits, other.digits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Label label && Arrays.equals(digits, label.digits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digits);
    }

    @Override
    public String toString() {
        return Arrays.toString(digits);
    }
}
