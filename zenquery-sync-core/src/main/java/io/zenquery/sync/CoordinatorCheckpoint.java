package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * All that a coordinator knows, and the confirmed documents with it.
 *
 * @param lastClientSeq the last number generated
 * @param serverSeq the last delta applied
 * @param confirmed the confirmed documents that exist, frozen
 * @param pending the pending mutations, oldest first, each with its patches as they stand: against the confirmed documents with all
 *     earlier ones in them
 * @param hidden those of {@code pending} that are not in the view, whose patches are therefore empty
 */
public record CoordinatorCheckpoint(
        long lastClientSeq,
        long serverSeq,
        Map<AtomKey, JsonNode> confirmed,
        List<PendingMutation> pending,
        Set<Long> hidden) {

    public CoordinatorCheckpoint {
        confirmed = Collections.unmodifiableMap(new LinkedHashMap<>(confirmed));
        pending = List.copyOf(pending);
        hidden = Set.copyOf(hidden);
    }
}
