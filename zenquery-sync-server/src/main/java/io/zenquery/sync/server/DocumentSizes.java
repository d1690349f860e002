package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How large the documents are as they were last seen, so that a mutation need not measure the document that it changes. One that somebody
 * else has changed is measured anew. Thread-safe.
 */
final class DocumentSizes {
    private final Map<Place, Known> known = new ConcurrentHashMap<>();

    private record Place(String channel, AtomKey atom) {}

    /** The reference, since a document can be large, and knows only itself: equal documents would have to be compared. */
    private record Known(WeakReference<JsonNode> document, JsonSize size) {}

    JsonSize of(String channel, AtomKey atom, JsonNode document, JsonSizes sizes) {
        @Nullable Known last = known.get(new Place(channel, atom));
        return last != null && last.document.refersTo(document) ? last.size : sizes.of(document);
    }

    void note(String channel, AtomKey atom, JsonNode document, JsonSize size) {
        known.put(new Place(channel, atom), new Known(new WeakReference<>(document), size));
    }
}
