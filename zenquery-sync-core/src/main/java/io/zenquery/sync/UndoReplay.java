package io.zenquery.sync;

import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.overlay.Visibility;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What has happened to some documents, carried out on an {@link Overlay} over them as they were before all that: each operation of an own
 * mutation is an entry of its own there, so that it can be taken out of the middle and put back. An undo that came to what taking the
 * operations out comes to is executed as just that, not as an edit; so what it brings back is the very thing that was there before, and
 * what is undone after it finds it.
 */
final class UndoReplay {
    private final Function<AtomKey, JsonNode> base;
    private final Map<AtomKey, List<Patch>> since = new HashMap<>();
    private final Map<Long, List<Toggle>> deeds = new HashMap<>();
    private Overlay overlay = Overlay.empty();
    private long last;

    /** An operation that was put into the view, or taken out of it. */
    private record Toggle(long operation, boolean into) {
        Toggle inverse() {
            return new Toggle(operation, !into);
        }
    }

    /**
     * What taking a mutation back comes to.
     *
     * @param patches per atom, against the documents as they are; empty if nothing is left of it
     */
    record TakenBack(Map<AtomKey, List<Patch>> patches, Overlay next, List<Toggle> toggles) {}

    /** @param base the documents before all that, {@link Json#ABSENT} for none */
    UndoReplay(Function<AtomKey, JsonNode> base) {
        this.base = base;
    }

    /** The same as far as it has come, over {@code sameBase}, to go on by itself. */
    UndoReplay fork(Function<AtomKey, JsonNode> sameBase) {
        UndoReplay fork = new UndoReplay(sameBase);
        since.forEach((atom, patches) -> fork.since.put(atom, new ArrayList<>(patches)));
        fork.deeds.putAll(deeds);
        fork.overlay = overlay;
        fork.last = last;
        return fork;
    }

    /** Somebody else changed the documents. */
    void add(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> effect = effect(patches);
        if (!effect.isEmpty()) {
            overlay = overlay.register(++last, effect, Map.of(), base).next();
            note(effect);
        }
    }

    /** An own mutation changed the documents. */
    void add(long clientSeq, @Nullable Long undoOf, Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> effect = effect(patches);
        TakenBack undo = undoOf == null ? null : takeBack(undoOf);
        if (undo != null && isSame(undo.patches(), effect)) {
            overlay = undo.next();
            deeds.put(clientSeq, undo.toggles());
        } else {
            deeds.put(clientSeq, register(effect));
        }
        note(effect);
    }

    private List<Toggle> register(Map<AtomKey, List<Patch>> effect) {
        List<Toggle> toggles = new ArrayList<>();
        effect.forEach((atom, operations) -> {
            for (Patch operation : operations) {
                OverlayChange change = overlay.register(last + 1, Map.of(atom, List.of(operation)), Map.of(), base);
                if (!change.view().isEmpty()) { // else it wrote what was there: nobody would miss it
                    overlay = change.next();
                    toggles.add(new Toggle(++last, true));
                }
            }
        });
        return toggles;
    }

    private static Map<AtomKey, List<Patch>> effect(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> effect = new LinkedHashMap<>();
        patches.forEach((atom, operations) -> {
            List<Patch> changes = operations.stream()
                    .filter(operation -> !(operation instanceof Patch.Test))
                    .toList();
            if (!changes.isEmpty()) {
                effect.put(atom, changes);
            }
        });
        return effect;
    }

    private void note(Map<AtomKey, List<Patch>> effect) {
        append(since, effect);
    }

    private static void append(Map<AtomKey, List<Patch>> all, Map<AtomKey, List<Patch>> more) {
        more.forEach((atom, patches) ->
                all.computeIfAbsent(atom, key -> new ArrayList<>()).addAll(patches));
    }

    /** Whether both make the same of the documents as they are. */
    boolean isSame(Map<AtomKey, List<Patch>> one, Map<AtomKey, List<Patch>> other) {
        if (one.equals(other)) {
            return true;
        }
        if (!one.keySet().equals(other.keySet())) {
            return false;
        }
        return one.keySet().stream().allMatch(atom -> {
            JsonNode now = JsonPatch.apply(base.apply(atom), since.getOrDefault(atom, List.of()));
            return isSame(
                    JsonPatch.apply(now, one.getOrDefault(atom, List.of())),
                    JsonPatch.apply(now, other.getOrDefault(atom, List.of())));
        });
    }

    static boolean isSame(JsonNode one, JsonNode other) {
        boolean absent = Json.isAbsent(one);
        return absent == Json.isAbsent(other) && (absent || Json.sameValue(one, other));
    }

    /** Takes a mutation back, operation by operation, the last one first; null if it is not known here. */
    @Nullable
    TakenBack takeBack(long clientSeq) {
        List<Toggle> done = deeds.get(clientSeq);
        if (done == null) {
            return null;
        }
        Overlay present = overlay;
        Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
        List<Toggle> toggles = new ArrayList<>();
        for (int i = done.size() - 1; i >= 0; i--) {
            Toggle toggle = done.get(i).inverse();
            if (isPossible(toggle, present)) {
                OverlayChange change = toggle.into()
                        ? Visibility.show(present, toggle.operation(), base)
                        : Visibility.hide(present, toggle.operation(), base);
                present = change.next();
                append(patches, effect(change.view()));
                toggles.add(toggle);
            }
        }
        return new TakenBack(patches, present, List.copyOf(toggles));
    }

    private boolean isPossible(Toggle toggle, Overlay present) {
        return present.isPending(toggle.operation())
                && present.isVisible(toggle.operation()) != toggle.into()
                && !Visibility.isBuiltOn(present, toggle.operation(), base);
    }
}
