package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Carries two patches, made on one document without knowledge of each other, over one another. */
public final class PatchTransform {
    private static final AtomKey DOCUMENT = AtomKey.of("document");
    private static final long PENDING = 1;

    private PatchTransform() {}

    /**
     * Both patches, carried over the other one: {@code a} then {@code bPrime} makes the same document as {@code b} then
     * {@code aPrime}. This is the law TP1 of the literature on operational transformation.
     *
     * @param aPrime what {@code a} does after {@code b}
     * @param bPrime what {@code b} does after {@code a}; without what found no place there, and empty if a test in it fails
     */
    public record Result(List<Patch> aPrime, List<Patch> bPrime) {}

    /**
     * Transforms by the engine that carries pending mutations, so the outcomes are its outcomes.
     *
     * @param document the document that both were made on, {@code Json.ABSENT} if there is none
     * @param a the server's, which comes first in the order
     * @param b the pending one, which stays on top where both write one place
     * @throws io.zenquery.sync.patch.PatchException if one of them does not fit the document
     */
    public static Result transform(JsonNode document, List<Patch> a, List<Patch> b) {
        Overlay overlay = Overlay.empty()
                .register(PENDING, Map.of(DOCUMENT, b), Map.of(), atom -> document)
                .next();
        OverlayChange change = overlay.apply(Map.of(DOCUMENT, a), collision -> Decision.KEEP, atom -> document);
        return new Result(
                change.view().getOrDefault(DOCUMENT, List.of()),
                change.next().patches().getOrDefault(DOCUMENT, List.of()));
    }
}
