package io.zenquery.sync.session;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.IdMapping;
import io.zenquery.sync.protocol.TraceParent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mutation to submit.
 *
 * @param name the server's handler; null for the default one, which applies the patches
 * @param input what that handler works on; JSON {@code null} for nothing
 * @param patches per atom, what the mutation does to the view
 * @param viewVersion the version of the view that the patches were made on
 * @param creates ids that it makes up for what it creates, until the server says what they have become. Later mutations may
 *     use them; each must be a string that nothing else has (a random one with a prefix, say)
 * @param retryOf the number of the failed mutation that this is another attempt of; null for none
 * @param trace which trace it is part of, as a {@link io.zenquery.sync.protocol.TraceParent}; null for none. It goes to the server with
 *     the mutation, also after a restart
 */
public record MutationRequest(
        @Nullable String name,
        JsonNode input,
        Map<AtomKey, List<Patch>> patches,
        long viewVersion,
        Set<String> creates,
        @Nullable Long retryOf,
        @Nullable String trace) {

    /** @throws IllegalArgumentException if the trace is none */
    public MutationRequest {
        if (trace != null && !TraceParent.isValid(trace)) {
            throw new IllegalArgumentException("expected a traceparent of W3C Trace Context, got \"" + trace + "\"");
        }
        input = Json.freeze(input);
        creates = Set.copyOf(creates);
    }

    /** A mutation without a trace. */
    public MutationRequest(
            @Nullable String name,
            JsonNode input,
            Map<AtomKey, List<Patch>> patches,
            long viewVersion,
            Set<String> creates,
            @Nullable Long retryOf) {
        this(name, input, patches, viewVersion, creates, retryOf, null);
    }

    /** A mutation without temporary ids. */
    public MutationRequest(@Nullable String name, JsonNode input, Map<AtomKey, List<Patch>> patches, long viewVersion) {
        this(name, input, patches, viewVersion, Set.of(), null);
    }

    /** The same with final ids. */
    MutationRequest map(IdMapping ids) {
        Set<String> left = new LinkedHashSet<>(creates);
        left.removeAll(ids.ids().keySet());
        return new MutationRequest(name, ids.map(input), ids.map(patches), viewVersion, left, retryOf, trace);
    }
}
