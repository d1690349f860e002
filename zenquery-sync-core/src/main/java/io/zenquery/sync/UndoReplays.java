package io.zenquery.sync;

import io.zenquery.sync.CoordinatorState.Pending;
import io.zenquery.sync.StepState.Change;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has happened to the documents up to a step, and what is pending in it, as far as it matters for one question. Operations never
 * reach from one document into another: each is replayed by itself, and only those that are asked about.
 */
final class UndoReplays {
    private final UndoLog log;
    private final StateLayer layer;
    private final Step step;
    private final long before;
    private final Map<AtomKey, UndoReplay> replays = new HashMap<>();
    private long from;

    /** @param before looks at pending mutations below that number only */
    UndoReplays(UndoLog log, StateLayer layer, Step step, Iterable<Long> pendingUndos, long before) {
        this.log = log;
        this.layer = layer;
        this.step = step;
        this.before = before;
        this.from = Long.MAX_VALUE;
        pendingUndos.forEach(each -> from = Math.min(from, log.from(each)));
    }

    /** What takes a mutation back, per atom, against the documents with all that in them; empty if nothing is left of it. */
    Map<AtomKey, List<Patch>> takeBack(long clientSeq) {
        long needed = Math.min(from, log.from(clientSeq));
        if (needed < from) {
            from = needed;
            replays.clear();
        }
        Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
        for (AtomKey atom : atoms(clientSeq)) {
            List<Patch> operations = replay(atom).takeBack(clientSeq);
            if (!operations.isEmpty()) {
                patches.put(atom, operations);
            }
        }
        return patches;
    }

    /** Whether some of what takes the one back is the same as some of what takes the other back. Both are undos or redos of one, or that. */
    boolean haveInCommon(long one, long other) {
        return atoms(one).stream().anyMatch(atom -> replay(atom).haveInCommon(one, other));
    }

    /** The documents that a mutation has changed, the last one first. */
    private List<AtomKey> atoms(long clientSeq) {
        Set<AtomKey> atoms = new LinkedHashSet<>(log.atoms(clientSeq));
        for (Change change : step.changes) {
            if (change.own() != null && change.own().clientSeq() == clientSeq) {
                atoms.addAll(change.patches().keySet());
            }
        }
        Pending pending = step.find(clientSeq);
        if (pending != null) {
            atoms.addAll(step.overlay.patches(clientSeq).keySet());
        }
        List<AtomKey> reversed = new ArrayList<>(atoms);
        Collections.reverse(reversed);
        return reversed;
    }

    private UndoReplay replay(AtomKey atom) {
        UndoReplay present = replays.get(atom);
        if (present == null) {
            present = log.replay(atom, from, layer::confirmed);
            addTo(present, atom);
            replays.put(atom, present);
        }
        return present;
    }

    private void addTo(UndoReplay replay, AtomKey atom) {
        for (Change change : step.changes) {
            List<Patch> patches = change.patches().getOrDefault(atom, List.of());
            PendingMutation own = change.own();
            if (own == null) {
                replay.add(patches);
            } else if (!patches.isEmpty()) {
                replay.add(own.clientSeq(), own.undoOf(), patches);
            }
        }
        replay.add(step.overlay.corrections().getOrDefault(atom, List.of()));
        for (Pending each : step.pending.values()) {
            List<Patch> patches = each.seq() < before && step.overlay.isVisible(each.seq())
                    ? step.overlay.patches(each.seq()).get(atom)
                    : null;
            if (patches != null) {
                replay.add(each.seq(), each.mutation().undoOf(), patches);
            }
        }
    }

    /** Whether both make the same of the documents. */
    boolean areSame(Map<AtomKey, List<Patch>> one, Map<AtomKey, List<Patch>> other) {
        return one.equals(other)
                || (one.keySet().equals(other.keySet())
                        && one.keySet().stream()
                                .allMatch(atom -> replay(atom)
                                        .isSame(
                                                one.getOrDefault(atom, List.of()),
                                                other.getOrDefault(atom, List.of()))));
    }
}
