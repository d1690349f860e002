package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;

/**
 * A pending edit and a change that met on one place.
 *
 * @param atom the document
 * @param clientSeq the mutation that the edit belongs to
 * @param kind how they met
 * @param pending the edit as it stood in the view before the change
 */
public record Collision(AtomKey atom, long clientSeq, Kind kind, Patch pending) {

    /** How a pending edit and a change can meet. */
    public enum Kind {
        /** Both write, remove or move the same value, or the change is inside a value that the edit replaces or removes. */
        SAME_PLACE,
        /** The change removed or replaced what the edit stands in, or a move would now put a value into itself. */
        REMOVED,
        /** The edit stands in something that a rejected mutation had created. */
        DEPENDENCY
    }
}
