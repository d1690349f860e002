package io.zenquery.sync;

import io.zenquery.sync.overlay.Overlay;
import io.zenquery.sync.overlay.OverlayChange;
import io.zenquery.sync.overlay.Visibility;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What has happened to a document, carried out on an {@link Overlay} over it as it was before all that: each operation of an own mutation
 * is an entry of its own there, so that it can be taken out of the middle and put back. What an undo did that comes from taking an
 * operation out is executed as just that, not as an edit; so what it brings back is the very thing that was there before, and what is
 * undone after it finds it.
 */
final class UndoReplay {
    private final AtomKey atom;
    private final Function<AtomKey, JsonNode> base;
    private final Map<Long, List<Toggle>> deeds = new HashMap<>();
    private JsonNode document;
    private Overlay overlay = Overlay.empty();
    private long last;

    /** An operation that was put into the view, or taken out of it. */
    private record Toggle(long operation, boolean into) {
        Toggle inverse() {
            return new Toggle(operation, !into);
        }
    }

    /** @param base the document before all that, {@link Json#ABSENT} for none */
    UndoReplay(AtomKey atom, JsonNode base) {
        this(atom, key -> base, base);
    }

    private UndoReplay(AtomKey atom, Function<AtomKey, JsonNode> base, JsonNode document) {
        this.atom = atom;
        this.base = base;
        this.document = document;
    }

    /** The same as far as it has come, to go on by itself. */
    UndoReplay fork() {
        UndoReplay fork = new UndoReplay(atom, base, document);
        fork.deeds.putAll(deeds);
        fork.overlay = overlay;
        fork.last = last;
        return fork;
    }

    // --------------------------------------------------------------------------------------------------------- add

    /** Somebody else changed the document. */
    void add(List<Patch> patches) {
        List<Patch> effect = effect(patches);
        if (!effect.isEmpty()) {
            overlay = overlay.register(++last, Map.of(atom, effect), Map.of(), base)
                    .next();
            note(effect);
        }
    }

    /** An own mutation changed the document. */
    void add(long clientSeq, @Nullable Long undoOf, List<Patch> patches) {
        List<Patch> effect = effect(patches);
        List<Toggle> done = new ArrayList<>();
        List<Patch> rest = effect;
        for (Toggle toggle : toggles(undoOf)) {
            rest = carryOut(toggle, rest, done);
        }
        rest.forEach(operation -> register(operation, done));
        deeds.put(clientSeq, done);
        note(effect);
    }

    /**
     * Carries a toggle out if that is what the next operations come to, or some after others, which are then edits.
     *
     * @return the operations after that; all of them if none is what the toggle comes to
     */
    private List<Patch> carryOut(Toggle toggle, List<Patch> operations, List<Toggle> done) {
        Overlay before = overlay;
        long lastBefore = last;
        List<Toggle> trial = new ArrayList<>();
        for (int from = 0; from <= operations.size(); from++) {
            List<Patch> next = operations.subList(from, operations.size());
            OverlayChange change = change(toggle, overlay);
            List<Patch> operation = change == null ? List.of() : view(change);
            if (change != null && isBegunBy(next, operation)) {
                overlay = change.next();
                done.addAll(trial);
                done.add(toggle);
                return next.subList(operation.size(), next.size());
            } else if (change != null && isElsewhere(operation, next)) {
                overlay = change.next();
                done.addAll(trial);
                done.add(toggle);
                register(new Patch.Move(operation.get(0).path(), next.get(0).path()), done);
                return next.subList(1, next.size());
            } else if (!next.isEmpty()) {
                register(next.get(0), trial);
            }
        }
        overlay = before;
        last = lastBefore;
        return operations;
    }

    private static boolean isBegunBy(List<Patch> operations, List<Patch> first) {
        return operations.size() >= first.size()
                && operations.subList(0, first.size()).equals(first);
    }

    /**
     * Whether the first operation brings back just that element, at another place in its list: where an insert comes to stand beside hidden
     * elements is not said by its index.
     */
    private static boolean isElsewhere(List<Patch> toggled, List<Patch> operations) {
        return toggled.size() == 1
                && !operations.isEmpty()
                && toggled.get(0) instanceof Patch.Add shown
                && operations.get(0) instanceof Patch.Add added
                && !shown.path().isRoot()
                && !added.path().isRoot()
                && shown.path().parent().equals(added.path().parent())
                && Json.sameValue(shown.value(), added.value());
    }

    private void register(Patch operation, List<Toggle> done) {
        OverlayChange change = overlay.register(last + 1, Map.of(atom, List.of(operation)), Map.of(), base);
        if (!change.view().isEmpty()) { // else it wrote what was there: nobody would miss it
            overlay = change.next();
            done.add(new Toggle(++last, true));
        }
    }

    private static List<Patch> effect(List<Patch> patches) {
        return patches.stream()
                .filter(operation -> !(operation instanceof Patch.Test))
                .toList();
    }

    private void note(List<Patch> effect) {
        document = JsonPatch.apply(document, effect);
    }

    // ------------------------------------------------------------------------------------------------------- undo

    /** What takes a mutation back, operation by operation, the last one first, against the document as it is; empty if nothing does. */
    List<Patch> takeBack(long clientSeq) {
        return possible(clientSeq).values().stream().flatMap(List::stream).toList();
    }

    /** Whether some of what takes the one back is the same as some of what takes the other back, whatever the places are that it is at now. */
    boolean haveInCommon(long one, long other) {
        return !Collections.disjoint(possible(one).keySet(), possible(other).keySet());
    }

    /** What takes a mutation back as far as that is possible, in that order, and what each changes. */
    private Map<Toggle, List<Patch>> possible(long clientSeq) {
        Overlay present = overlay;
        Map<Toggle, List<Patch>> possible = new LinkedHashMap<>();
        for (Toggle toggle : toggles(clientSeq)) {
            OverlayChange change = change(toggle, present);
            if (change != null) {
                present = change.next();
                List<Patch> patches = view(change);
                if (!patches.isEmpty()) {
                    possible.put(toggle, patches);
                }
            }
        }
        return possible;
    }

    /** What is to be done to take a mutation back, in that order. */
    private List<Toggle> toggles(@Nullable Long clientSeq) {
        List<Toggle> done = clientSeq == null ? List.of() : deeds.getOrDefault(clientSeq, List.of());
        List<Toggle> toggles = new ArrayList<>();
        for (int i = done.size() - 1; i >= 0; i--) {
            toggles.add(done.get(i).inverse());
        }
        return toggles;
    }

    /** What a toggle changes; null if it is not possible. */
    private @Nullable OverlayChange change(Toggle toggle, Overlay present) {
        if (!present.isPending(toggle.operation())
                || present.isVisible(toggle.operation()) == toggle.into()
                || Visibility.isBuiltOn(present, toggle.operation(), base)) {
            return null;
        }
        return toggle.into()
                ? Visibility.show(present, toggle.operation(), base)
                : Visibility.hide(present, toggle.operation(), base);
    }

    private List<Patch> view(OverlayChange change) {
        return effect(change.view().getOrDefault(atom, List.of()));
    }

    /** Whether both make the same of the document as it is. */
    boolean isSame(List<Patch> one, List<Patch> other) {
        return one.equals(other) || isSame(JsonPatch.apply(document, one), JsonPatch.apply(document, other));
    }

    static boolean isSame(JsonNode one, JsonNode other) {
        boolean absent = Json.isAbsent(one);
        return absent == Json.isAbsent(other) && (absent || Json.sameValue(one, other));
    }
}
