package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What temporary ids have become. A temporary id stands for another one where it is the whole of a string value, of a member's name
 * or of a token of a path; never as a part of one.
 *
 * @param ids from temporary to final
 */
public record IdMapping(Map<String, String> ids) {

    public IdMapping {
        ids = Map.copyOf(ids);
    }

    /** Whether there is nothing to map. */
    public boolean isEmpty() {
        return ids.isEmpty();
    }

    /** The value with final ids; the same object if no temporary one is in it. */
    public JsonNode map(JsonNode value) {
        if (value.isString()) {
            String id = ids.get(value.stringValue());
            return id == null ? value : StringNode.valueOf(id);
        }
        if (value.isArray()) {
            List<JsonNode> elements = value.values().stream().map(this::map).toList();
            return same(List.copyOf(value.values()), elements) ? value : Json.array(elements);
        }
        if (value.isObject()) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            boolean changed = false;
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                String name = map(member.getKey());
                JsonNode mapped = map(member.getValue());
                changed |= !name.equals(member.getKey()) || mapped != member.getValue();
                members.put(name, mapped);
            }
            return changed ? Json.object(members) : value;
        }
        return value;
    }

    /** The patches with final ids, in their paths as well. */
    public Map<AtomKey, List<Patch>> map(Map<AtomKey, List<Patch>> patches) {
        Map<AtomKey, List<Patch>> mapped = new LinkedHashMap<>();
        patches.forEach(
                (atom, patch) -> mapped.put(atom, patch.stream().map(this::map).toList()));
        return mapped;
    }

    private Patch map(Patch operation) {
        if (operation instanceof Patch.Add add) {
            return new Patch.Add(map(add.path()), map(add.value()));
        } else if (operation instanceof Patch.Replace replace) {
            return new Patch.Replace(map(replace.path()), map(replace.value()));
        } else if (operation instanceof Patch.Test test) {
            return new Patch.Test(map(test.path()), map(test.value()));
        } else if (operation instanceof Patch.Move move) {
            return new Patch.Move(map(move.from()), map(move.path()));
        } else if (operation instanceof Patch.Copy copy) {
            return new Patch.Copy(map(copy.from()), map(copy.path()));
        }
        return new Patch.Remove(map(operation.path()));
    }

    private JsonPointer map(JsonPointer path) {
        return path.tokens().stream().anyMatch(ids::containsKey)
                ? new JsonPointer(path.tokens().stream().map(this::map).toList())
                : path;
    }

    private String map(String name) {
        return ids.getOrDefault(name, name);
    }

    private static boolean same(List<JsonNode> before, List<JsonNode> after) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i) != after.get(i)) {
                return false;
            }
        }
        return true;
    }
}
