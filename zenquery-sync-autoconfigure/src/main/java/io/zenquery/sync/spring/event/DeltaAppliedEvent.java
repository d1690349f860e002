package io.zenquery.sync.spring.event;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/**
 * A change of the server, somebody else's or the effect of an own mutation, was applied to the confirmed state; at the start, what the outbox
 * has of that state.
 *
 * @param patches per atom, what was applied, after conflict resolution
 */
public record DeltaAppliedEvent(String connection, String channel, Map<AtomKey, List<Patch>> patches)
        implements SyncEvent {

    /** An event of the default connection. */
    public DeltaAppliedEvent(String channel, Map<AtomKey, List<Patch>> patches) {
        this(DEFAULT_CONNECTION, channel, patches);
    }
}
