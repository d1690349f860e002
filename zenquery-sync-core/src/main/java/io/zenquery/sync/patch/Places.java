package io.zenquery.sync.patch;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds what a pointer points at (RFC 6901, section 4). */
final class Places {

    private Places() {}

    /** @throws PatchException if there is no value at {@code path} */
    static JsonNode valueAt(JsonNode document, JsonPointer path) {
        requirePresent(document, path);
        JsonNode node = document;
        for (int i = 0; i < path.size(); i++) {
            node = child(node, path.token(i), path);
        }
        return node;
    }

    /**
     * The member or element {@code token} of {@code container}.
     *
     * @param path the pointer that the search follows, for the message
     * @throws PatchException if there is none
     */
    static JsonNode child(JsonNode container, String token, JsonPointer path) {
        JsonNode child = container instanceof FrozenObject object
                ? object.members.get(token)
                : container.isObject() ? container.get(token) : container.isArray() ? element(container, token) : null;
        if (child == null) {
            throw new PatchException("\"" + path + "\": expected a value, found none at \"" + token + "\" of "
                    + Json.describe(container));
        }
        return child;
    }

    /** @throws PatchException if there is no document */
    static void requirePresent(JsonNode document, JsonPointer path) {
        if (Json.isAbsent(document)) {
            throw new PatchException("\"" + path + "\": expected a document, found none");
        }
    }

    private static @Nullable JsonNode element(JsonNode array, String token) {
        int index = JsonPointer.arrayIndex(token);
        return index < 0 ? null : array.get(index);
    }
}
