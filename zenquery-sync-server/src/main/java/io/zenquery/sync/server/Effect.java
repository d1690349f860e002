package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a mutation does to the documents.
 *
 * @param patches per atom; without tests, which have no effect, and with {@code copy} as {@code add}, so that a reader needs to
 *     know only the place that is written
 * @param inverse per atom, the way back
 * @param documents those that exist afterwards
 */
record Effect(Map<AtomKey, List<Patch>> patches, Map<AtomKey, List<Patch>> inverse, Map<AtomKey, JsonNode> documents) {

    /**
     * The effect of {@code patches} on {@code before}.
     *
     * @throws io.zenquery.sync.patch.PatchException if they do not fit, or a test in them fails
     * @throws IllegalArgumentException if one is for an atom without a name
     */
    static Effect of(Map<AtomKey, JsonNode> before, Map<AtomKey, List<Patch>> patches) {
        return of(before, patches, null);
    }

    /**
     * The effect of {@code patches} on {@code before}, as far as {@code limit} lets it be.
     *
     * @throws RejectMutationException if it is too much
     */
    static Effect of(Map<AtomKey, JsonNode> before, Map<AtomKey, List<Patch>> patches, @Nullable EffectLimit limit) {
        Map<AtomKey, List<Patch>> effective = new LinkedHashMap<>();
        Map<AtomKey, List<Patch>> inverse = new LinkedHashMap<>();
        Map<AtomKey, JsonNode> documents = new LinkedHashMap<>(before);
        patches.forEach((atom, operations) -> {
            if (!(atom instanceof AtomKey.Named)) {
                throw new IllegalArgumentException("expected atoms with names, got " + atom
                        + ": a symbol names an atom that stays in its process");
            }
            JsonNode document = before.getOrDefault(atom, Json.ABSENT);
            EffectLimit.@Nullable Gauge gauge = limit == null ? null : limit.gauge(atom, document);
            List<Patch> kept = new ArrayList<>(operations.size());
            JsonNode after = document;
            for (Patch operation : operations) {
                JsonNode next = JsonPatch.apply(after, List.of(operation));
                if (gauge != null) {
                    gauge.step(after, operation, next);
                }
                if (operation instanceof Patch.Copy copy) {
                    kept.add(new Patch.Add(copy.path(), JsonPatch.valueAt(after, copy.from())));
                } else if (!(operation instanceof Patch.Test)) {
                    kept.add(operation);
                }
                after = next;
            }
            if (gauge != null) {
                gauge.end(after);
            }
            if (!kept.isEmpty()) {
                effective.put(atom, List.copyOf(kept));
                inverse.put(atom, JsonPatch.invert(document, kept));
                put(documents, atom, after);
            }
        });
        return new Effect(
                Collections.unmodifiableMap(effective),
                Collections.unmodifiableMap(inverse),
                Collections.unmodifiableMap(documents));
    }

    boolean isEmpty() {
        return patches.isEmpty();
    }

    private static void put(Map<AtomKey, JsonNode> documents, AtomKey atom, JsonNode document) {
        if (Json.isAbsent(document)) {
            documents.remove(atom);
        } else {
            documents.put(atom, document);
        }
    }
}
