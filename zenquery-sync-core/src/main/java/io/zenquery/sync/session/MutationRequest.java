package io.zenquery.sync.session;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mutation to submit.
 *
 * @param name the server's handler; null for the default one, which applies the patches
 * @param input what that handler works on; JSON {@code null} for nothing
 * @param patches per atom, what the mutation does to the view
 * @param viewVersion the version of the view that the patches were made on
 */
public record MutationRequest(
        @Nullable String name, JsonNode input, Map<AtomKey, List<Patch>> patches, long viewVersion) {

    public MutationRequest {
        input = Json.freeze(input);
    }
}
