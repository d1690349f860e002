package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * What somebody means to do to a document {@code {l:[…], o:{…}}}, by identity. A list element is a number, or an object with a
 * number {@code id}; no number is used twice. {@link #OBJECT} names the object {@code o}.
 */
sealed interface Intent {
    int OBJECT = 0;

    /** Inserts an element after another one, null for the front. */
    record Insert(@Nullable Integer after, JsonNode value) implements Intent {}

    record Delete(int id) implements Intent {}

    /** Gives a place other content. */
    record Replace(int id, JsonNode value) implements Intent {}

    record Move(int id, @Nullable Integer after) implements Intent {}

    record SetMember(int owner, String name, int value) implements Intent {}

    record Unset(int owner, String name) implements Intent {}

    /** The operation that does it to {@code document}; null if something that it needs is not there. */
    static @Nullable Patch on(JsonNode document, Intent intent) {
        List<Integer> ids = ids(document);
        if (intent instanceof Insert insert) {
            int index = ids.indexOf(insert.after()) + 1;
            return insert.after() != null && index == 0 ? null : new Patch.Add(element(index), insert.value());
        } else if (intent instanceof Delete delete) {
            int index = ids.indexOf(delete.id());
            return index < 0 ? null : new Patch.Remove(element(index));
        } else if (intent instanceof Replace replace) {
            JsonPointer path = path(ids, replace.id());
            return path == null ? null : new Patch.Replace(path, replace.value());
        } else if (intent instanceof Move move) {
            int from = ids.indexOf(move.id());
            List<Integer> rest = new ArrayList<>(ids);
            rest.remove((Integer) move.id());
            int index = rest.indexOf(move.after()) + 1;
            return from < 0 || (move.after() != null && index == 0)
                    ? null
                    : new Patch.Move(element(from), element(index));
        } else if (intent instanceof SetMember set) {
            JsonPointer path = path(ids, set.owner());
            return path == null || !valueAt(document, path).isObject()
                    ? null
                    : new Patch.Add(path.child(set.name()), IntNode.valueOf(set.value()));
        } else if (intent instanceof Unset unset) {
            JsonPointer path = path(ids, unset.owner());
            return path == null || !valueAt(document, path).has(unset.name())
                    ? null
                    : new Patch.Remove(path.child(unset.name()));
        }
        throw new AssertionError(intent);
    }

    /** The numbers of the list elements, in order. */
    static List<Integer> ids(JsonNode document) {
        List<Integer> ids = new ArrayList<>();
        document.get("l").values().forEach(each -> ids.add(id(each)));
        return ids;
    }

    static int id(JsonNode element) {
        return (element.isObject() ? element.get("id") : element).intValue();
    }

    private static JsonNode valueAt(JsonNode document, JsonPointer path) {
        return document.at("" + path);
    }

    private static @Nullable JsonPointer path(List<Integer> ids, int owner) {
        if (owner == OBJECT) {
            return JsonPointer.parse("/o");
        }
        int index = ids.indexOf(owner);
        return index < 0 ? null : element(index);
    }

    private static JsonPointer element(int index) {
        return JsonPointer.parse("/l").child(index);
    }
}
