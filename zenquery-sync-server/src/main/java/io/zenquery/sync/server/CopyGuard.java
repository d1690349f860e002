package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks at the members of a batch before they are registered: {@code copy} is what lets a small message become a large document. Without
 * one in the batch, there is nothing to do.
 */
final class CopyGuard {
    private final DocumentLimits limits;
    private final Function<AtomKey, @Nullable JsonNode> base;
    private final DocumentSizes sizes = new DocumentSizes(); // of documents that are not those of the log
    private final boolean needed;
    private final Set<AtomKey> seen = new HashSet<>();
    private Map<AtomKey, JsonNode> views = new LinkedHashMap<>();

    CopyGuard(List<Mutation> batch, DocumentLimits limits, Function<AtomKey, @Nullable JsonNode> base) {
        this.limits = limits;
        this.base = base;
        this.needed = batch.stream().anyMatch(CopyGuard::copies);
    }

    private static boolean copies(Mutation member) {
        return member.patches().values().stream().flatMap(List::stream).anyMatch(Patch.Copy.class::isInstance);
    }

    /** The next member makes that too much of a document; null if it does not, or does not fit. */
    BatchRebase.Carried.@Nullable Excess excess(Mutation member) {
        if (!needed) {
            return null;
        }
        for (AtomKey atom : member.patches().keySet()) {
            if (seen.add(atom)) {
                views.put(atom, Objects.requireNonNullElse(base.apply(atom), Json.ABSENT));
            }
        }
        try {
            views = new LinkedHashMap<>(Effect.of(views, member.patches(), new EffectLimit("", limits, sizes))
                    .documents());
            return null;
        } catch (RejectMutationException e) {
            return new BatchRebase.Carried.Excess(e.code(), String.valueOf(e.getMessage()));
        } catch (PatchException e) {
            return null; // whether that is so is for the overlay to say
        }
    }
}
