package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Opens the log of a channel. */
@FunctionalInterface
public interface DeltaLogFactory {

    /**
     * Called at a channel's first use. If several threads use it first, one of the logs is kept and the others are dropped.
     *
     * @param channel its name
     * @param newEpoch the epoch, if there is no log of that channel yet
     * @param initial the documents to begin with, frozen, if there is no log of that channel yet
     * @throws LogUnavailableException if the store can't be reached; the next use of the channel tries again
     */
    DeltaLog open(String channel, String newEpoch, Map<AtomKey, JsonNode> initial);
}
