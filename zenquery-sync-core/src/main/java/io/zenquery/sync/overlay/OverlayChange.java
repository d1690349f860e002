package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a transition of an {@link Overlay} did.
 *
 * @param next the overlay after it
 * @param view per atom, the patch that takes the view before to the view after
 * @param unknown atoms whose view changed to something that can't be told from what is known; to be computed anew
 * @param resolutions the collisions, in queue order, and how they ended
 * @param confirmed the confirmed documents that the transition changed, as they are after it, where they are known;
 *     {@link io.zenquery.sync.patch.Json#ABSENT} for one that is gone
 */
public record OverlayChange(
        Overlay next,
        Map<AtomKey, List<Patch>> view,
        Set<AtomKey> unknown,
        List<Resolution> resolutions,
        Map<AtomKey, JsonNode> confirmed) {}
