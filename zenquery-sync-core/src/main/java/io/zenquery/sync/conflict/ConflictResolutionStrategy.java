package io.zenquery.sync.conflict;

import io.zenquery.sync.overlay.Decision;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;

/**
 * Resolves conflicts between a change of the server and the pending mutations. A pure function, called under the
 * coordinator's lock: it must not call back.
 *
 * <p>{@link #resolve} may change the server's delta; {@link #decide} says, collision by collision, which pending edits stay on
 * top of it. The built-in strategies leave the delta alone and decide.
 */
@FunctionalInterface
public interface ConflictResolutionStrategy {

    /**
     * The change to apply to the confirmed state.
     *
     * @param serverDelta the change of the server, per atom, against the confirmed documents
     * @param pendingPatches the pending mutations, per atom, in order, against the same documents
     * @return {@code serverDelta}, or another change of the same documents in its place
     */
    Map<AtomKey, List<Patch>> resolve(Map<AtomKey, List<Patch>> serverDelta, Map<AtomKey, List<Patch>> pendingPatches);

    /** What becomes of a pending edit that collided; by default it stays where it has a place. */
    default Decision decide(Conflict conflict) {
        return Decision.KEEP;
    }
}
