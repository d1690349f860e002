package io.zenquery.sync.spring.event;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/**
 * A rejected mutation was taken out of the view.
 *
 * @param patches per atom, what took the view before to the view after
 */
public record RollbackEvent(String connection, String channel, Map<AtomKey, List<Patch>> patches) implements SyncEvent {

    /** An event of the default connection. */
    public RollbackEvent(String channel, Map<AtomKey, List<Patch>> patches) {
        this(DEFAULT_CONNECTION, channel, patches);
    }
}
