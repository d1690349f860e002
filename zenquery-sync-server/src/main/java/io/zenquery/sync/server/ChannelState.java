package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A channel's documents at one moment.
 *
 * @param epoch the incarnation of its log
 * @param serverSeq the number of the last delta; 0 for an empty log
 * @param documents those that exist, frozen
 */
public record ChannelState(String epoch, long serverSeq, Map<AtomKey, JsonNode> documents) {}
