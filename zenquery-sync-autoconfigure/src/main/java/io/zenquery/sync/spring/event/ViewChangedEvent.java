package io.zenquery.sync.spring.event;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/**
 * The view went one step on, by a mutation made here, a change of the server or a rollback.
 *
 * @param version the version that the step led to, one above the version before
 * @param patches per atom, what takes the view before to the view after; folding them over the first view gives the last
 */
public record ViewChangedEvent(String connection, String channel, long version, Map<AtomKey, List<Patch>> patches)
        implements SyncEvent {

    /** An event of the default connection. */
    public ViewChangedEvent(String channel, long version, Map<AtomKey, List<Patch>> patches) {
        this(DEFAULT_CONNECTION, channel, version, patches);
    }
}
