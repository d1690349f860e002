package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pending mutations as patches, each against the confirmed documents with all before it in them: found by executing them there one
 * after the other, as far as somebody asks. Thread-safe.
 */
final class Prefix {
    private final Promotion promotion;
    private final LongMap<PendingEdits> queue;
    private final Map<Long, Map<AtomKey, List<Patch>>> known = new HashMap<>();
    private final Map<AtomKey, List<Patch>> corrections = new LinkedHashMap<>();
    private final Map<AtomKey, List<Patch>> mutations = new LinkedHashMap<>();
    private long reached = Long.MIN_VALUE;

    Prefix(Forest forest, LongMap<PendingEdits> queue) {
        this.promotion = new Promotion(new Tree(forest, atom -> null), Base.Listener.NONE);
        this.queue = queue;
    }

    synchronized Map<AtomKey, List<Patch>> corrections() {
        advance(0);
        return copy(corrections);
    }

    synchronized Map<AtomKey, List<Patch>> patches(long seq) {
        advance(seq);
        return known.getOrDefault(seq, Map.of());
    }

    synchronized Map<AtomKey, List<Patch>> patches() {
        advance(Long.MAX_VALUE);
        return copy(mutations);
    }

    private void advance(long seq) {
        while (reached < seq) {
            PendingEdits mutation = queue.ceiling(reached + 1);
            if (mutation == null) {
                return;
            }
            reached = mutation.seq();
            if (mutation.visible()) {
                Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
                mutation.edits().forEach(edit -> run(edit, patches));
                known.put(mutation.seq(), patches);
                Map<AtomKey, List<Patch>> all = mutation.isCorrection() ? corrections : mutations;
                patches.forEach((atom, patch) ->
                        all.computeIfAbsent(atom, key -> new ArrayList<>()).addAll(patch));
            }
        }
    }

    private void run(Edit edit, Map<AtomKey, List<Patch>> patches) {
        List<Patch> done = promotion.run(edit).patch();
        if (!done.isEmpty()) {
            patches.computeIfAbsent(edit.atom(), atom -> new ArrayList<>()).addAll(done);
        }
    }

    private static Map<AtomKey, List<Patch>> copy(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> copy = new LinkedHashMap<>();
        patches.forEach((atom, patch) -> copy.put(atom, List.copyOf(patch)));
        return copy;
    }
}
