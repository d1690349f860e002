package io.zenquery.sync.atom;

import io.zenquery.sync.StateLayer;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Confirmed documents and view in memory. Readers on any thread see confirmed state, view and version of one and the same step
 * in a {@link Snapshot}; the documents in it are frozen.
 */
public final class AtomStore implements StateLayer {
    private volatile Snapshot snapshot;

    /**
     * The state after one step.
     *
     * @param confirmed the server's documents
     * @param view the documents with all pending mutations applied
     * @param version the version of the view
     */
    public record Snapshot(Map<AtomKey, JsonNode> confirmed, Map<AtomKey, JsonNode> view, long version) {

        /** The document in the view, {@link Json#ABSENT} if there is none. */
        public JsonNode view(AtomKey atom) {
            return view.getOrDefault(atom, Json.ABSENT);
        }
    }

    /** A store without documents. */
    public AtomStore() {
        this(Map.of());
    }

    /** A store that begins with these documents, as confirmed state and view. */
    public AtomStore(Map<AtomKey, JsonNode> documents) {
        Map<AtomKey, JsonNode> frozen = new LinkedHashMap<>();
        documents.forEach((atom, document) -> frozen.put(atom, Json.freeze(document)));
        this.snapshot = new Snapshot(Collections.unmodifiableMap(frozen), Collections.unmodifiableMap(frozen), 0);
    }

    /** The present state, all of one step. */
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public JsonNode confirmed(AtomKey atom) {
        return snapshot.confirmed().getOrDefault(atom, Json.ABSENT);
    }

    @Override
    public Map<AtomKey, JsonNode> confirmed() {
        return snapshot.confirmed();
    }

    @Override
    public JsonNode view(AtomKey atom) {
        return snapshot.view(atom);
    }

    @Override
    public Runnable prepare(Map<AtomKey, List<Patch>> confirmed, Map<AtomKey, List<Patch>> view, long version) {
        Snapshot now = snapshot;
        Snapshot next = new Snapshot(applied(now.confirmed(), confirmed), applied(now.view(), view), version);
        return () -> snapshot = next;
    }

    private static Map<AtomKey, JsonNode> applied(Map<AtomKey, JsonNode> documents, Map<AtomKey, List<Patch>> patches) {
        if (patches.isEmpty()) {
            return documents;
        }
        Map<AtomKey, JsonNode> next = new LinkedHashMap<>(documents);
        patches.forEach((atom, patch) -> {
            JsonNode document = JsonPatch.apply(next.getOrDefault(atom, Json.ABSENT), patch);
            if (Json.isAbsent(document)) {
                next.remove(atom);
            } else {
                next.put(atom, document);
            }
        });
        return Collections.unmodifiableMap(next);
    }
}
