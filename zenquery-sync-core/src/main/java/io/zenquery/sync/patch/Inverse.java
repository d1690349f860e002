package io.zenquery.sync.patch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What undoes one operation. */
final class Inverse {

    private Inverse() {}

    /** The operations that, in order, take the document after {@code operation} back to {@code before}; the operation fits. */
    static List<Patch> of(JsonNode before, Patch operation) {
        if (operation instanceof Patch.Add add) {
            return ofAdd(before, add.path());
        } else if (operation instanceof Patch.Remove remove) {
            return List.of(new Patch.Add(remove.path(), Places.valueAt(before, remove.path())));
        } else if (operation instanceof Patch.Replace replace) {
            return List.of(new Patch.Replace(replace.path(), Places.valueAt(before, replace.path())));
        } else if (operation instanceof Patch.Move move) {
            return ofMove(before, move);
        } else if (operation instanceof Patch.Copy copy) {
            return ofAdd(before, copy.path());
        } else if (operation instanceof Patch.Test) {
            return List.of();
        }
        throw new AssertionError(operation);
    }

    private static List<Patch> ofAdd(JsonNode before, JsonPointer path) {
        JsonPointer place = concrete(before, path);
        JsonNode overwritten = overwrittenBy(before, place);
        return List.of(overwritten == null ? new Patch.Remove(place) : new Patch.Replace(place, overwritten));
    }

    private static List<Patch> ofMove(JsonNode before, Patch.Move move) {
        if (move.from().equals(move.path())) {
            return List.of();
        }
        JsonNode rest = new PathCopy().remove(before, move.from());
        JsonPointer place = concrete(rest, move.path());
        JsonNode overwritten = overwrittenBy(rest, place);
        if (place.isProperPrefixOf(move.from())) {
            JsonNode enclosing = Places.valueAt(before, place);
            // Into an array the value goes in front of what enclosed it, which is then still there to take it back.
            return overwritten == null
                    ? List.of(new Patch.Remove(place), new Patch.Replace(place, enclosing))
                    : List.of(new Patch.Replace(place, enclosing));
        }
        Patch back = new Patch.Move(place, move.from());
        return overwritten == null
                ? List.of(back)
                : List.of(back, new Patch.Add(afterInsertion(before, move.from(), place), overwritten));
    }

    /** The value that adding at {@code path} replaces; null where adding inserts or creates. */
    private static @Nullable JsonNode overwrittenBy(JsonNode before, JsonPointer path) {
        if (path.isRoot()) {
            return Json.isAbsent(before) ? null : before;
        }
        JsonNode parent = Places.valueAt(before, path.parent());
        return parent.isObject() ? parent.get(path.last()) : null;
    }

    /** {@code path} with the index that a final {@code -} stands for. */
    private static JsonPointer concrete(JsonNode before, JsonPointer path) {
        if (path.isRoot() || !path.last().equals("-")) {
            return path;
        }
        JsonNode parent = Places.valueAt(before, path.parent());
        return parent.isArray() ? path.parent().child(parent.size()) : path;
    }

    /** Where {@code place} is found once the value at {@code inserted}, which {@code after} has, is put in. */
    private static JsonPointer afterInsertion(JsonNode after, JsonPointer inserted, JsonPointer place) {
        JsonPointer list = inserted.parent();
        if (!list.isProperPrefixOf(place) || !Places.valueAt(after, list).isArray()) {
            return place;
        }
        int index = JsonPointer.arrayIndex(place.token(list.size()));
        if (index < JsonPointer.arrayIndex(inserted.last())) {
            return place;
        }
        JsonPointer shifted = list.child(index + 1);
        for (int i = list.size() + 1; i < place.size(); i++) {
            shifted = shifted.child(place.token(i));
        }
        return shifted;
    }
}
