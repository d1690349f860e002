package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The edits that turn one list into another whose elements have identities. The longest run of elements that keep their order
 * stays where it is (a longest increasing subsequence); the others are removed, inserted or moved.
 */
public final class ListDiff {

    private ListDiff() {}

    /** Receives the edits; each index counts in the list as the edits before have left it. */
    public interface Edits<T> {
        void remove(int index);

        void insert(int index, T element);

        /** {@code to} counts after the removal at {@code from}. */
        void move(int from, int to);

        /** An element that is in both lists, and, after all other edits, stands at {@code index}. */
        void keep(int index, T before, T after);
    }

    /**
     * Tells {@code edits} how to get from {@code before} to {@code after}.
     *
     * @param identity the same, by {@code equals}, for an element of either list; unique within a list
     */
    public static <T> void between(List<T> before, List<T> after, Function<T, ?> identity, Edits<T> edits) {
        Map<Object, Integer> targets = new HashMap<>();
        for (int i = 0; i < after.size(); i++) {
            targets.put(identity.apply(after.get(i)), i);
        }
        List<T> kept = new ArrayList<>(before);
        for (int i = before.size() - 1; i >= 0; i--) {
            if (!targets.containsKey(identity.apply(before.get(i)))) {
                kept.remove(i);
                edits.remove(i);
            }
        }
        int[] target = new int[kept.size()];
        for (int i = 0; i < target.length; i++) {
            target[i] = Objects.requireNonNull(targets.get(identity.apply(kept.get(i))), "kept because it has one");
        }
        place(kept, target, after, edits);
        @Nullable Object[] old = new Object[after.size()];
        for (int i = 0; i < target.length; i++) {
            old[target[i]] = kept.get(i);
        }
        for (int i = 0; i < old.length; i++) {
            if (old[i] != null) {
                @SuppressWarnings("unchecked")
                T from = (T) old[i];
                edits.keep(i, from, after.get(i));
            }
        }
    }

    private static <T> void place(List<T> kept, int[] target, List<T> after, Edits<T> edits) {
        if (kept.size() == after.size() && isSorted(target)) {
            return;
        }
        boolean[] stays = longestIncreasing(target);
        List<Integer> current = new ArrayList<>(); // by the index in `after`
        boolean[] present = new boolean[after.size()];
        boolean[] fixed = new boolean[after.size()];
        for (int i = 0; i < target.length; i++) {
            current.add(target[i]);
            present[target[i]] = true;
            fixed[target[i]] = stays[i];
        }
        int left = -1; // where after.get(i - 1) stands in `current`
        for (int i = 0; i < after.size(); i++) {
            if (fixed[i]) {
                left = find(current, i, left + 1);
            } else if (present[i]) {
                int from = current.indexOf(i);
                current.remove(from);
                int to = from <= left ? left : left + 1;
                current.add(to, i);
                edits.move(from, to);
                left = to;
            } else {
                left++;
                current.add(left, i);
                edits.insert(left, after.get(i));
            }
        }
    }

    private static int find(List<Integer> list, int value, int from) {
        int index = from;
        while (list.get(index) != value) {
            index++;
        }
        return index;
    }

    private static boolean isSorted(int[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i - 1] > values[i]) {
                return false;
            }
        }
        return true;
    }

    /** Marks one longest increasing subsequence (patience sorting, n log n). */
    static boolean[] longestIncreasing(int[] values) {
        int[] tails = new int[values.length]; // index of the smallest end of a run of each length
        int[] previous = new int[values.length];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (values[tails[middle]] < values[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        boolean[] chosen = new boolean[values.length];
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
            chosen[i] = true;
        }
        return chosen;
    }
}
