package io.zenquery.sync.server;

import io.zenquery.sync.protocol.ServerMessage.Verdict;

/**
 * How a mutation was decided.
 *
 * @param hash of the mutation's content, see {@link io.zenquery.sync.protocol.ProtocolCodec#hash}
 * @param verdict the first one, which stands
 */
public record Decision(String hash, Verdict verdict) {}
