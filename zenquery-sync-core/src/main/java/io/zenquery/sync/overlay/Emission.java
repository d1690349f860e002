package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Collects the operations that take the view before a transition to the view after it. */
final class Emission {
    private final Predicate<AtomKey> isKnown;
    private final Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
    private final Set<AtomKey> unknown = new LinkedHashSet<>();

    /** @param isKnown whether the document of an atom is known: if not, an index may be beyond what is known of its list */
    Emission(Predicate<AtomKey> isKnown) {
        this.isKnown = isKnown;
    }

    void add(AtomKey atom, JsonPointer path, @Nullable JsonNode value) {
        emit(atom, path, value == null ? null : new Patch.Add(path, value));
    }

    void replace(AtomKey atom, JsonPointer path, @Nullable JsonNode value) {
        emitInside(atom, path, value == null ? null : new Patch.Replace(path, value));
    }

    void remove(AtomKey atom, JsonPointer path) {
        emitInside(atom, path, new Patch.Remove(path));
    }

    /** @param lastIndex the last index of the list that {@code from} is in; anything for an object */
    void move(AtomKey atom, JsonPointer from, JsonPointer path, int lastIndex) {
        if (!from.equals(path)) {
            move(from, path, lastIndex).forEach(operation -> emitInside(atom, from, operation));
        }
    }

    /**
     * A move as operations. Where the removal shifts the target's list so that the target seems to lie in the source, which RFC 6902,
     * section 4.4, refuses, the source goes by way of the end of its list, where it has an index of its own.
     */
    static List<Patch> move(JsonPointer from, JsonPointer path, int lastIndex) {
        if (from.isProperPrefixOf(path)) {
            JsonPointer end = from.parent().child(lastIndex);
            return List.of(new Patch.Move(from, end), new Patch.Move(end, path));
        }
        return List.of(new Patch.Move(from, path));
    }

    /** The view of {@code atom} changed to something that is not known. */
    void unknown(AtomKey atom) {
        unknown.add(atom);
    }

    private void emitInside(AtomKey atom, JsonPointer path, @Nullable Patch operation) {
        boolean beyond = !path.isRoot() && path.last().equals("-") && !isKnown.test(atom);
        emit(atom, path, beyond ? null : operation);
    }

    private void emit(AtomKey atom, JsonPointer path, @Nullable Patch operation) {
        boolean beyond = !path.isRoot() && path.parent().tokens().contains("-") && !isKnown.test(atom);
        if (operation == null || beyond) {
            unknown.add(atom);
        } else {
            patches.computeIfAbsent(atom, key -> new ArrayList<>()).add(operation);
        }
    }

    void addAll(AtomKey atom, List<Patch> operations) {
        patches.computeIfAbsent(atom, key -> new ArrayList<>()).addAll(operations);
    }

    /** Per atom; none for an atom whose view is not known. */
    Map<AtomKey, List<Patch>> patches() {
        patches.keySet().removeAll(unknown);
        patches.values().removeIf(List::isEmpty);
        return Collections.unmodifiableMap(patches);
    }

    Set<AtomKey> unknown() {
        return Collections.unmodifiableSet(unknown);
    }

    static boolean sameValue(@Nullable JsonNode a, @Nullable JsonNode b) {
        return a != null && b != null && Json.isAbsent(a) == Json.isAbsent(b) && Json.sameValue(a, b);
    }
}
