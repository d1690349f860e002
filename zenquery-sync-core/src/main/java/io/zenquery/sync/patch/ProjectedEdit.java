package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Carries an edit of what a type has read of a document over to the document: members that the type does not know stay, also in the
 * elements of lists.
 */
public final class ProjectedEdit {
    private final Function<JsonPointer, @Nullable String> identityKeys;

    private ProjectedEdit(Function<JsonPointer, @Nullable String> identityKeys) {
        this.identityKeys = identityKeys;
    }

    /**
     * The patch that does to {@code document} what was done to {@code before}; empty if nothing was done.
     *
     * @param document {@link Json#ABSENT} for none
     * @param before what the type wrote of what it read of the document, as JSON; {@link Json#ABSENT} if there was no document
     * @param after the same after the edit; {@link Json#ABSENT} if the document is to go
     * @param identityKeys as {@link JsonDiff#between}
     */
    public static List<Patch> between(
            JsonNode document, JsonNode before, JsonNode after, Function<JsonPointer, @Nullable String> identityKeys) {
        if (Json.isAbsent(document) || Json.isAbsent(after)) {
            return JsonDiff.edit(document, after, identityKeys);
        }
        JsonNode target = new ProjectedEdit(identityKeys).carry(document, before, after, JsonPointer.ROOT);
        return JsonDiff.edit(document, target, identityKeys);
    }

    private JsonNode carry(JsonNode document, JsonNode before, JsonNode after, JsonPointer path) {
        if (Json.sameValue(before, after)) {
            return document;
        } else if (document.isObject() && before.isObject() && after.isObject()) {
            return members(document, before, after, path);
        } else if (document.isArray() && before.isArray() && after.isArray() && document.size() == before.size()) {
            return elements(document, before, after, path);
        }
        return after;
    }

    private JsonNode members(JsonNode document, JsonNode before, JsonNode after, JsonPointer path) {
        Map<String, JsonNode> target = new LinkedHashMap<>();
        document.properties().forEach(member -> {
            if (after.has(member.getKey()) || !before.has(member.getKey())) {
                target.put(member.getKey(), member.getValue());
            }
        });
        after.properties().forEach(member -> {
            JsonNode old = before.get(member.getKey());
            JsonNode present = document.get(member.getKey());
            if (old == null || present == null) {
                if (old == null
                        || !Json.sameValue(old, member.getValue())) { // else a default, which it has not written before
                    target.put(member.getKey(), member.getValue());
                }
            } else {
                target.put(member.getKey(), carry(present, old, member.getValue(), path.child(member.getKey())));
            }
        });
        return Json.object(target);
    }

    private JsonNode elements(JsonNode document, JsonNode before, JsonNode after, JsonPointer path) {
        int[] sources = ListAlignment.of(before, after, identityKeys.apply(path));
        List<JsonNode> target = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            int source = sources[i];
            target.add(
                    source < 0
                            ? after.get(i)
                            : carry(document.get(source), before.get(source), after.get(i), path.child(i)));
        }
        return Json.array(target);
    }
}
