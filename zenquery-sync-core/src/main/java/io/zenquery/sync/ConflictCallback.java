package io.zenquery.sync;

import io.zenquery.sync.overlay.Resolution;
import java.util.List;

/** Told of pending edits that collided with a change, and what became of them. */
@FunctionalInterface
public interface ConflictCallback {

    /** @param resolutions in the order of the queue; not empty */
    void onConflict(List<Resolution> resolutions);
}
