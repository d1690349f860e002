package io.zenquery.sync.patch;

import io.zenquery.sync.patch.JsonDiff.Identity;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which element of a list has become which of a later version of it. */
final class ListAlignment {
    private final JsonNode before;
    private final JsonNode after;
    private final int[] sources;

    private ListAlignment(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
        this.sources = new int[after.size()];
        Arrays.fill(sources, -1);
    }

    /**
     * For each element of {@code after} the index that it had in {@code before}, or -1 for a new one.
     *
     * @param key the member that identifies elements; null, or where it does not, for equal elements that keep their order (a longest
     *     run of them), and, in pairs from the left, for those that differ between two of these
     */
    static int[] of(JsonNode before, JsonNode after, @Nullable String key) {
        ListAlignment alignment = new ListAlignment(before, after);
        if (key != null && JsonDiff.isKeyed(before, key) && JsonDiff.isKeyed(after, key)) {
            alignment.byKey(key);
        } else {
            alignment.byValue();
        }
        return alignment.sources;
    }

    private void byKey(String key) {
        Map<Identity, Integer> places = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            places.put(new Identity(before.get(i).get(key)), i);
        }
        for (int i = 0; i < sources.length; i++) {
            sources[i] = places.getOrDefault(new Identity(after.get(i).get(key)), -1);
        }
    }

    private void byValue() {
        int first = 0;
        int shorter = Math.min(before.size(), after.size());
        while (first < shorter && Json.sameValue(before.get(first), after.get(first))) {
            sources[first] = first;
            first++;
        }
        int tail = 0;
        while (tail < shorter - first
                && Json.sameValue(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
            tail++;
            sources[after.size() - tail] = before.size() - tail;
        }
        int[] found = equalElements(first, before.size() - tail, after.size() - tail);
        keepInOrder(first, found);
        pairTheRest(first, before.size() - tail, after.size() - tail);
    }

    /** For each element from {@code first} to {@code end}, one that is equal before, each of these once; -1 for none. */
    private int[] equalElements(int first, int endBefore, int end) {
        Map<Identity, Deque<Integer>> places = new HashMap<>();
        for (int i = first; i < endBefore; i++) {
            places.computeIfAbsent(new Identity(before.get(i)), value -> new ArrayDeque<>())
                    .add(i);
        }
        int[] found = new int[end - first];
        for (int i = first; i < end; i++) {
            Deque<Integer> equal = places.get(new Identity(after.get(i)));
            Integer place = equal == null ? null : equal.poll();
            found[i - first] = place == null ? -1 : place;
        }
        return found;
    }

    private void keepInOrder(int first, int[] found) {
        int[] targets = new int[found.length];
        int[] places = new int[found.length];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i] >= 0) {
                targets[count] = first + i;
                places[count++] = found[i];
            }
        }
        boolean[] stays = ListDiff.longestIncreasing(Arrays.copyOf(places, count));
        for (int i = 0; i < count; i++) {
            if (stays[i]) {
                sources[targets[i]] = places[i];
            }
        }
    }

    private void pairTheRest(int first, int endBefore, int end) {
        int free = first;
        for (int i = first; i < end; i++) {
            if (sources[i] >= 0) {
                free = sources[i] + 1;
            } else if (free < nextSource(i, end, endBefore)) {
                sources[i] = free++;
            }
        }
    }

    /** Where the next element that stays stood before. */
    private int nextSource(int from, int end, int endBefore) {
        for (int i = from; i < end; i++) {
            if (sources[i] >= 0) {
                return sources[i];
            }
        }
        return endBefore;
    }
}
