package io.zenquery.sync.atom;

import io.zenquery.sync.StateLayer;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import tools.jackson.databind.JsonNode;

/**
 * Confirmed documents and view in memory. Readers on any thread see confirmed state, view and version of one and the same step
 * in a {@link Snapshot}; the documents in it are frozen.
 */
public final class AtomStore implements StateLayer {
    private volatile Snapshot snapshot;

    /** The state after one step. */
    public static final class Snapshot {
        private final HashPMap<AtomKey, JsonNode> confirmed;
        private final HashPMap<AtomKey, JsonNode> view;
        private final long version;

        private Snapshot(HashPMap<AtomKey, JsonNode> confirmed, HashPMap<AtomKey, JsonNode> view, long version) {
            this.confirmed = confirmed;
            this.view = view;
            this.version = version;
        }

        /** The server's documents; cannot be changed. */
        public Map<AtomKey, JsonNode> confirmed() {
            return confirmed;
        }

        /** The documents with all pending mutations applied; cannot be changed. */
        public Map<AtomKey, JsonNode> view() {
            return view;
        }

        /** The document in the view, {@link Json#ABSENT} if there is none. */
        public JsonNode view(AtomKey atom) {
            return view.getOrDefault(atom, Json.ABSENT);
        }

        /** The version of the view. */
        public long version() {
            return version;
        }

        @Override
        public String toString() {
            return "Snapshot[version=" + version + ", confirmed=" + confirmed + ", view=" + view + "]";
        }
    }

    /** A store without documents. */
    public AtomStore() {
        this(Map.of());
    }

    /** A store that begins with these documents, as confirmed state and view. */
    public AtomStore(Map<AtomKey, JsonNode> documents) {
        HashPMap<AtomKey, JsonNode> frozen = HashTreePMap.empty();
        for (Map.Entry<AtomKey, JsonNode> document : documents.entrySet()) {
            frozen = frozen.plus(document.getKey(), Json.freeze(document.getValue()));
        }
        this.snapshot = new Snapshot(frozen, frozen, 0);
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
    public Runnable prepare(Map<AtomKey, JsonNode> confirmed, Map<AtomKey, List<Patch>> view, long version) {
        Snapshot now = snapshot;
        HashPMap<AtomKey, JsonNode> nextConfirmed = now.confirmed;
        for (Map.Entry<AtomKey, JsonNode> document : confirmed.entrySet()) {
            nextConfirmed = with(nextConfirmed, document.getKey(), document.getValue());
        }
        HashPMap<AtomKey, JsonNode> nextView = now.view;
        for (Map.Entry<AtomKey, List<Patch>> change : view.entrySet()) {
            JsonNode document = JsonPatch.apply(now.view(change.getKey()), change.getValue());
            nextView = with(nextView, change.getKey(), document);
        }
        Snapshot next = new Snapshot(nextConfirmed, nextView, version);
        return () -> snapshot = next;
    }

    private static HashPMap<AtomKey, JsonNode> with(
            HashPMap<AtomKey, JsonNode> documents, AtomKey atom, JsonNode document) {
        return Json.isAbsent(document) ? documents.minus(atom) : documents.plus(atom, document);
    }
}
