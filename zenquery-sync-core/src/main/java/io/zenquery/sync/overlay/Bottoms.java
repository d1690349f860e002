package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Keeps values that are known although their document is not in line with what the server changes in them. */
record Bottoms(Tree tree) {

    /** {@code operation}, one that has no {@code from}, is executed inside {@code place} or what is around it. */
    void change(Place place, Patch operation) {
        forEachKnown(place, (each, value) -> {
            int depth = tree.path(each, Times.BASE).tokens().size();
            JsonPointer path = tail(operation.path(), depth);
            return path.isRoot() ? value : JsonPatch.apply(value, List.of(at(path, operation)));
        });
    }

    /** Something moves out of or into {@code place}, or what is around it. */
    void forget(Place place) {
        forEachKnown(place, (each, value) -> null);
    }

    private interface Change {
        @Nullable
        JsonNode of(Place place, JsonNode value);
    }

    private void forEachKnown(Place start, Change change) {
        Place place = start;
        while (true) {
            Content base = place.base();
            if (base != null && base.value() != null && !base.isAbsent()) {
                Content changed = new Content(base.id(), change.of(place, base.value()));
                boolean shown = Content.same(place.shown(), base);
                tree.show(place.withBase(place.home(), changed), place.at(), shown ? changed : place.shown());
            }
            Inside inside =
                    place.home() == null ? null : tree.inside(place.home().container());
            Place owner = inside == null ? null : tree.owner(inside);
            if (owner == null) {
                return;
            }
            place = owner;
        }
    }

    private static JsonPointer tail(JsonPointer path, int depth) {
        List<String> tokens = path.tokens();
        return new JsonPointer(tokens.subList(Math.min(depth, tokens.size()), tokens.size()));
    }

    private static Patch at(JsonPointer path, Patch operation) {
        if (operation instanceof Patch.Add add) {
            return new Patch.Add(path, add.value());
        }
        return operation instanceof Patch.Replace replace
                ? new Patch.Replace(path, replace.value())
                : new Patch.Remove(path);
    }
}
