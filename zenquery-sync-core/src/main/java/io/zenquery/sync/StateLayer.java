package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Holds the documents that the coordinator does not: the confirmed state and the view. It takes part in each step of the
 * coordinator, which calls it under its lock; it must not call back.
 */
public interface StateLayer {

    /** The confirmed document, frozen; {@link Json#ABSENT} if there is none. */
    JsonNode confirmed(AtomKey atom);

    /** The confirmed documents that exist. */
    Map<AtomKey, JsonNode> confirmed();

    /** The optimistic document, frozen; {@link Json#ABSENT} if there is none. */
    JsonNode view(AtomKey atom);

    /**
     * Computes the next state without showing it.
     *
     * @param confirmed the confirmed documents that change, as they are after the step; {@link Json#ABSENT} for one that is gone
     * @param view per atom, the change of the view
     * @param version the version of the view that this leads to
     * @return shows the next state, confirmed, view and version at once; can't fail
     * @throws io.zenquery.sync.patch.PatchException if a patch does not fit; the state stays as it is
     */
    Runnable prepare(Map<AtomKey, JsonNode> confirmed, Map<AtomKey, List<Patch>> view, long version);
}
