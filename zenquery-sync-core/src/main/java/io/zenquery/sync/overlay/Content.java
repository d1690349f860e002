package io.zenquery.sync.overlay;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an element holds, by identity: edits inside it refer to the identity, so they die with it when it is replaced.
 *
 * @param value as an edit brought it in, or {@link io.zenquery.sync.patch.Json#ABSENT} for a document that does not exist. Null where the
 *     value is to be read in the content around it, which is the confirmed document in the end, or is not known
 */
record Content(long id, @Nullable JsonNode value) {

    /** Whether both stand for the same content, not only for an equal one. */
    static boolean same(@Nullable Content a, @Nullable Content b) {
        return a == b || (a != null && b != null && a.id == b.id && a.value == b.value);
    }

    boolean isAbsent() {
        return value != null && value.isMissingNode();
    }
}
