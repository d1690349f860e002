package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.Map;

/**
 * How large a channel is.
 *
 * @param deltas that its log still has
 * @param documents the bytes of each document as JSON in UTF-8, to within a comma per object or array
 */
public record ChannelSize(long deltas, Map<AtomKey, Long> documents) {}
