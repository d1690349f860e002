package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One step of the view.
 *
 * @param version the version that the step leads to, one above the version before
 * @param patches per atom, what takes the view before to the view after; folding them over the first view gives the last
 * @param recompute atoms whose new view can't be told from the values known here: to be computed from the confirmed state and
 *     {@link OptimisticSyncCoordinator#getPendingPatches}. Always empty with a {@link StateLayer}
 * @param cause what brought it about
 */
public record ViewChange(long version, Map<AtomKey, List<Patch>> patches, Set<AtomKey> recompute, Cause cause) {

    /** What brings a step of the view about. */
    public enum Cause {
        /** A mutation was made here, or its patches were replaced. */
        MUTATION,
        /** A delta or a snapshot of the server, or what was kept of an earlier process. */
        DELTA,
        /** A mutation left the view: it was rejected or taken back, or the server accepted it without doing anything. */
        ROLLBACK
    }
}
