package io.zenquery.sync.spring.event;

import io.zenquery.sync.overlay.Resolution;
import java.util.List;

/**
 * Pending edits met a change of the server on the same place.
 *
 * @param resolutions each collision with what became of the edit, in the order of the queue; not empty
 */
public record ConflictResolvedEvent(String connection, String channel, List<Resolution> resolutions)
        implements SyncEvent {

    /** An event of the default connection. */
    public ConflictResolvedEvent(String channel, List<Resolution> resolutions) {
        this(DEFAULT_CONNECTION, channel, resolutions);
    }
}
