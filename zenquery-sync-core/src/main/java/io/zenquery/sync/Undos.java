package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.UndoReplay.TakenBack;
import io.zenquery.sync.UndoUnavailableException.Code;
import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Computes what takes a mutation back, and keeps pending undos in line with what has become of it. Guarded by the coordinator's lock. */
final class Undos {
    private final @Nullable StateLayer layer;
    private final UndoLog log;

    /** The pending mutations that take another one back. */
    private final Set<Long> pendingUndos = new TreeSet<>();

    Undos(CoordinatorBuilder settings, @Nullable StateLayer layer) {
        this.layer = layer;
        this.log = new UndoLog(layer == null ? 0 : settings.maxUndo, settings.undoHistory);
    }

    void registered(PendingMutation mutation) {
        if (mutation.undoOf() != null) {
            pendingUndos.add(mutation.clientSeq());
        }
    }

    /** A step is about to be shown. */
    void before(Step step) {
        if (layer != null) {
            log.follow(step.changes, layer::confirmed);
        }
    }

    /** A step has been shown. */
    void after(Step step) {
        log.add(step.changes);
        step.effects()
                .outcomes()
                .forEach(outcome -> pendingUndos.remove(outcome.mutation().clientSeq()));
    }

    // -------------------------------------------------------------------------------------------------------- undo

    /**
     * The patches that take a mutation back, against the view of {@code step}.
     *
     * @throws UndoUnavailableException if there are none
     */
    Map<AtomKey, List<Patch>> required(Step step, long clientSeq) {
        Map<AtomKey, List<Patch>> patches = takeBack(step, clientSeq);
        if (!patches.isEmpty()) {
            return patches;
        } else if (isForgotten(step, clientSeq)) {
            throw new UndoUnavailableException(
                    Code.TOO_LONG_AGO,
                    "expected one of the last mutations that can be undone, got " + clientSeq
                            + ", which is not kept any more. Keep more of them, or more deltas");
        }
        throw new UndoUnavailableException(
                Code.NOTHING_LEFT,
                "expected a mutation of which something can be taken back, got " + clientSeq
                        + ": it has done nothing, is undone already, or has been overwritten or built on since");
    }

    /**
     * As {@link #required}, or empty.
     *
     * @throws IllegalStateException without a state layer
     */
    Map<AtomKey, List<Patch>> takeBack(Step step, long clientSeq) {
        if (layer != null && isForgotten(step, clientSeq)) {
            return Map.of();
        }
        TakenBack undone = replay(step, Long.MAX_VALUE).takeBack(clientSeq);
        return undone == null || !changes(undone.patches()) ? Map.of() : undone.patches();
    }

    private boolean isForgotten(Step step, long clientSeq) {
        return clientSeq <= log.lastForgotten() && step.find(clientSeq) == null;
    }

    private boolean changes(Map<AtomKey, List<Patch>> patches) {
        StateLayer documents = Objects.requireNonNull(layer);
        return patches.entrySet().stream().anyMatch(each -> {
            JsonNode view = documents.view(each.getKey());
            return !UndoReplay.isSame(view, JsonPatch.apply(view, each.getValue()));
        });
    }

    /** @param before looks at pending mutations below that number only */
    private UndoReplay replay(Step step, long before) {
        if (layer == null) {
            throw new IllegalStateException("expected a coordinator with a state layer: without one nothing is undone");
        }
        UndoReplay replay = log.replay(layer::confirmed);
        step.changes.forEach(change -> change.addTo(replay));
        Overlay overlay = step.overlay;
        replay.add(overlay.corrections());
        for (Pending each : step.pending.values()) {
            if (each.seq() < before && overlay.isVisible(each.seq())) {
                replay.add(each.seq(), each.mutation().undoOf(), overlay.patches(each.seq()));
            }
        }
        return replay;
    }

    // ---------------------------------------------------------------------------------------------- pending undos

    /**
     * Where {@code step} ends a mutation that a pending one takes back: what that has to do now is found out anew.
     *
     * @return whether the patches of a pending mutation were replaced
     */
    boolean settle(Step step) {
        boolean rewritten = false;
        List<MutationOutcome> ended = new ArrayList<>();
        while (!pendingUndos.isEmpty()
                && ended.size() < step.effects().outcomes().size()) {
            MutationOutcome next = step.effects().outcomes().get(ended.size());
            ended.add(next);
            for (long each : pendingUndos) {
                Pending undo = step.find(each);
                Long undone = undo == null ? null : undo.mutation().undoOf();
                if (undo != null && undone != null && undone == next.mutation().clientSeq()) {
                    rewritten |= settle(step, undo, undone);
                }
            }
        }
        return rewritten;
    }

    private boolean settle(Step step, Pending undo, long undone) {
        UndoReplay replay = replay(step, undo.seq());
        TakenBack now = replay.takeBack(undone);
        Map<AtomKey, List<Patch>> patches = now == null ? Map.of() : now.patches();
        if (patches.isEmpty()) {
            step.withdraw(undo, MutationOutcome.Withdrawn.NOTHING_TO_UNDO, "what it was to take back is not there");
            return false;
        }
        if (!step.overlay.isVisible(undo.seq()) || replay.isSame(patches, step.overlay.patches(undo.seq()))) {
            return false;
        }
        if (isFollowed(step, undo, patches.keySet())) {
            step.withdraw(
                    undo,
                    MutationOutcome.Withdrawn.UNDO_OUTDATED,
                    "the server did something else than was predicted, and later mutations were made on this undo of it");
            return false;
        }
        step.rewrite(each -> each.clientSeq() == undo.seq() ? each.withPatches(patches) : each);
        return true;
    }

    /** Whether later mutations touch the documents that an undo touches, or will: what they mean is said by the places that it leaves them. */
    private static boolean isFollowed(Step step, Pending undo, Set<AtomKey> atoms) {
        Set<AtomKey> touched = new HashSet<>(atoms);
        touched.addAll(step.overlay.patches(undo.seq()).keySet());
        return step.pending.values().stream()
                .filter(each -> each.seq() > undo.seq())
                .anyMatch(each ->
                        each.mutation().optimisticPatches().keySet().stream().anyMatch(touched::contains));
    }
}
