package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.UndoUnavailableException.Code;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Computes what takes a mutation back, and keeps pending undos in line with what has become of it. Guarded by the coordinator's lock. */
final class Undos {
    private final @Nullable StateLayer layer;
    private final UndoLog log;
    private final UndoChains chains = new UndoChains();

    Undos(CoordinatorBuilder settings, @Nullable StateLayer layer) {
        this.layer = layer;
        this.log = new UndoLog(layer == null ? 0 : settings.maxUndo, settings.undoHistory, chains);
    }

    void registered(PendingMutation mutation) {
        if (mutation.undoOf() != null) {
            chains.registered(mutation.clientSeq(), mutation.undoOf());
        }
    }

    /** The server's log is another one from now on: it is not known any more which mutations have happened in it. */
    void forget() {
        log.forget();
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
                .forEach(outcome ->
                        chains.ended(outcome.mutation().clientSeq(), outcome instanceof MutationOutcome.Confirmed));
        chains.forget(log.lastForgotten());
    }

    // -------------------------------------------------------------------------------------------------------- undo

    /**
     * What takes a mutation back.
     *
     * @param undone that mutation. Or the last pending undo or redo of the same that has done again what the mutation did, if taking that one
     *     back does some of the same now: that must wait for it, and must not be there without it
     * @param patches against the view; empty if there is nothing left
     */
    record Undo(long undone, Map<AtomKey, List<Patch>> patches) {}

    /**
     * What takes a mutation back, in the view of {@code step}.
     *
     * @throws UndoUnavailableException if nothing does
     */
    Undo required(Step step, long clientSeq) {
        Undo undo = takeBack(step, clientSeq);
        if (!undo.patches().isEmpty()) {
            return undo;
        } else if (isForgotten(step, clientSeq)) {
            throw new UndoUnavailableException(
                    Code.TOO_LONG_AGO,
                    "expected one of the last mutations that can be undone, got " + clientSeq
                            + ", which is not kept any more. Keep more of them, or more deltas; what another log of the server"
                            + " has confirmed is not kept at all");
        }
        throw new UndoUnavailableException(
                Code.NOTHING_LEFT,
                "expected a mutation of which something can be taken back, got " + clientSeq
                        + ": it has done nothing, is undone already, or has been overwritten or built on since");
    }

    /**
     * As {@link #required}, or without patches.
     *
     * @throws IllegalStateException without a state layer
     */
    Undo takeBack(Step step, long clientSeq) {
        Undo nothing = new Undo(clientSeq, Map.of());
        if (layer != null && isForgotten(step, clientSeq)) {
            return nothing;
        }
        UndoReplays replays = replays(step, Long.MAX_VALUE);
        Map<AtomKey, List<Patch>> patches = replays.takeBack(clientSeq);
        if (patches.isEmpty() || !changes(patches)) {
            return nothing;
        }
        long last = chains.lastLike(clientSeq);
        return last != clientSeq && replays.haveInCommon(last, clientSeq)
                ? new Undo(last, replays.takeBack(last))
                : new Undo(clientSeq, patches);
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

    private UndoReplays replays(Step step, long before) {
        if (layer == null) {
            throw new IllegalStateException("expected a coordinator with a state layer: without one nothing is undone");
        }
        return new UndoReplays(log, layer, step, chains.pending(), before);
    }

    // ---------------------------------------------------------------------------------------------- pending undos

    /**
     * Where {@code step} ends a mutation that a pending one takes back: what that has to do now is found out anew. Where it takes one out of
     * the view until the server has decided, what takes that back goes: both would be there twice. In their order: what an undo does depends
     * on those before it.
     *
     * @return whether the patches of a pending mutation were replaced
     */
    boolean settle(Step step) {
        Set<Long> ended = new HashSet<>();
        step.effects()
                .outcomes()
                .forEach(outcome -> ended.add(outcome.mutation().clientSeq()));
        boolean rewritten = false;
        for (long each : chains.pending()) {
            Pending undo = step.find(each);
            Long undone = undo == null ? null : undo.mutation().undoOf();
            if (undo == null || undone == null) {
                continue;
            } else if (ended.contains(undone)) {
                rewritten |= settle(step, undo, undone);
            } else if (step.overlay.isPending(undone) && !step.overlay.isVisible(undone)) {
                step.withdraw(
                        undo,
                        MutationOutcome.Withdrawn.UNDO_OUTDATED,
                        "what it was to take back has left the view until the server has decided about it");
            }
            if (step.find(each) == null) {
                ended.add(each);
            }
        }
        return rewritten;
    }

    private boolean settle(Step step, Pending undo, long undone) {
        UndoReplays replays = replays(step, undo.seq());
        Map<AtomKey, List<Patch>> patches = replays.takeBack(undone);
        if (patches.isEmpty()) {
            step.withdraw(undo, MutationOutcome.Withdrawn.NOTHING_TO_UNDO, "what it was to take back is not there");
            return false;
        }
        if (!step.overlay.isVisible(undo.seq()) || replays.areSame(patches, step.overlay.patches(undo.seq()))) {
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
