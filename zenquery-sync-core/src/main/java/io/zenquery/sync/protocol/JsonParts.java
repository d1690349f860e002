package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What both directions write alike. */
final class JsonParts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonParts() {}

    static ObjectNode object(String type) {
        return NODES.objectNode().put("type", type);
    }

    static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static void put(ObjectNode json, String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value.longValue());
        }
    }

    /** Nothing for 0. */
    static void putCount(ObjectNode json, String name, long value) {
        if (value != 0) {
            json.put(name, value);
        }
    }

    /** Nothing, if there is nothing in {@code values}. */
    static void put(ObjectNode json, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = json.putObject(name);
            values.forEach(object::put);
        }
    }

    static ObjectNode format(Map<AtomKey, List<Patch>> patches) {
        ObjectNode json = NODES.objectNode();
        patches.forEach((atom, patch) -> json.set(name(atom), PatchFormat.format(patch)));
        return json;
    }

    static String name(AtomKey atom) {
        if (atom instanceof AtomKey.Named named) {
            return named.name();
        }
        throw new IllegalArgumentException(
                "expected an atom with a name, got " + atom + ", which can't go over the wire");
    }
}
