package io.zenquery.sync;

import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The last steps of the view, by which drafts made on an older version are carried to the present one. */
final class ViewHistory {
    private final int bound;
    private final Deque<Step> steps = new ArrayDeque<>();

    /** @param before the documents that the step changed, as far as a state layer knew them */
    private record Step(ViewChange change, Map<AtomKey, JsonNode> before) {}

    ViewHistory(int bound) {
        this.bound = bound;
    }

    void add(ViewChange change, @Nullable StateLayer layerBefore) {
        Map<AtomKey, JsonNode> before = new HashMap<>();
        if (layerBefore != null) {
            change.patches().keySet().forEach(atom -> before.put(atom, layerBefore.view(atom)));
        }
        steps.addLast(new Step(change, before));
        if (steps.size() > bound) {
            steps.removeFirst();
        }
    }

    /** The patches of {@code mutation}, made on {@code version}, as they are on the present version {@code now}. */
    PendingMutation carry(PendingMutation mutation, long version, long now, @Nullable StateLayer layer) {
        List<Step> since = since(version);
        if (version < 0 || version > now || since.size() < now - version) {
            throw new StaleViewException("expected a view version from " + (now - steps.size()) + " to " + now
                    + ", got " + version + ". Draft the mutation on the present view");
        }
        try {
            long seq = mutation.clientSeq();
            Map<AtomKey, JsonNode> documents = new HashMap<>();
            Function<AtomKey, @Nullable JsonNode> present = atom -> {
                JsonNode changed = documents.get(atom);
                return changed != null ? changed : at(atom, since, layer);
            };
            Overlay overlay = Overlay.empty()
                    .register(seq, mutation.optimisticPatches(), mutation.inversePatches(), present)
                    .next();
            for (Step step : since) {
                OverlayChange change = overlay.apply(step.change().patches(), collision -> Decision.HIDE, present);
                if (!change.resolutions().isEmpty()
                        || step.change().recompute().stream().anyMatch(mutation.optimisticPatches()::containsKey)) {
                    throw new StaleViewException(
                            "expected a draft that still has its place, but the view changed there since" + " version "
                                    + version + ". Draft the mutation on the present view");
                }
                overlay = change.next();
                documents.putAll(change.confirmed());
            }
            Map<AtomKey, List<Patch>> patches = overlay.patches(seq);
            return new PendingMutation(
                    seq,
                    mutation.mutationInfo(),
                    patches,
                    since.isEmpty() ? mutation.inversePatches() : Map.of(),
                    mutation.stamp());
        } catch (PatchException e) {
            throw new InvalidMutationException("mutation " + mutation.clientSeq() + ": " + e.getMessage(), e);
        }
    }

    /** The steps after that version, oldest first. */
    private List<Step> since(long version) {
        Deque<Step> since = new ArrayDeque<>();
        Iterator<Step> newestFirst = steps.descendingIterator();
        while (newestFirst.hasNext()) {
            Step step = newestFirst.next();
            if (step.change().version() <= version) {
                break;
            }
            since.addFirst(step);
        }
        return List.copyOf(since);
    }

    private static @Nullable JsonNode at(AtomKey atom, List<Step> since, @Nullable StateLayer layer) {
        for (Step step : since) {
            JsonNode before = step.before().get(atom);
            if (before != null) {
                return before;
            }
        }
        return layer == null ? null : layer.view(atom);
    }
}
