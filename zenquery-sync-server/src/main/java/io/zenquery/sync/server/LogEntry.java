package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A delta and the way back.
 *
 * @param delta the change
 * @param inverse per atom, the patches that take the documents after it to the documents before it
 */
public record LogEntry(Delta delta, Map<AtomKey, List<Patch>> inverse) {

    /** An entry, and the documents that exist after it, frozen. */
    public record Replayed(LogEntry entry, Map<AtomKey, JsonNode> documents) {}

    /**
     * The entry of a delta that was read from a store that keeps no way back.
     *
     * @param before the documents before it, frozen
     * @throws io.zenquery.sync.patch.PatchException if it does not fit them
     */
    public static Replayed replay(Map<AtomKey, JsonNode> before, Delta delta) {
        Effect effect = Effect.of(before, delta.patches());
        return new Replayed(new LogEntry(delta, effect.inverse()), effect.documents());
    }
}
