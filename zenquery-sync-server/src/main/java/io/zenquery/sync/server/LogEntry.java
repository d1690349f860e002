package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import java.util.List;
import java.util.Map;

/**
 * A delta and the way back.
 *
 * @param delta the change
 * @param inverse per atom, the patches that take the documents after it to the documents before it
 */
public record LogEntry(Delta delta, Map<AtomKey, List<Patch>> inverse) {}
