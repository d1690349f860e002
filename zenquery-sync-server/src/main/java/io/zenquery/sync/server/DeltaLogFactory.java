package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Opens the log of a channel. */
@FunctionalInterface
public interface DeltaLogFactory {

    /**
     * Called once per channel and server, at the channel's first use.
     *
     * @param channel its name
     * @param newEpoch the epoch, if there is no log of that channel yet
     * @param initial the documents to begin with, frozen, if there is no log of that channel yet
     */
    DeltaLog open(String channel, String newEpoch, Map<AtomKey, JsonNode> initial);
}
