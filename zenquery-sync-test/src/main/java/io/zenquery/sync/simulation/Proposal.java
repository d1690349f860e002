package io.zenquery.sync.simulation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mutation that a client makes.
 *
 * @param name the handler that decides; null for the default one, which applies the patches
 * @param input what that handler works on; JSON {@code null} for nothing
 */
public record Proposal(@Nullable String name, JsonNode input) {}
