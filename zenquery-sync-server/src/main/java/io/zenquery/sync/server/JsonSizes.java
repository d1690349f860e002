package io.zenquery.sync.server;

import java.util.IdentityHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Measures values. Each container is looked at once, however often it occurs: a value made of copies of copies shares them, and walking it
 * would take as long as it is large. For one thread.
 */
final class JsonSizes {
    private final IdentityHashMap<JsonNode, JsonSize> known = new IdentityHashMap<>();

    JsonSize of(JsonNode value) {
        if (value.isMissingNode()) {
            return JsonSize.NONE;
        } else if (!value.isContainer()) {
            return JsonSize.leaf(scalar(value));
        }
        JsonSize size = known.get(value);
        if (size == null) {
            size = container(value);
            known.put(value, size);
        }
        return size;
    }

    private JsonSize container(JsonNode value) {
        JsonSize size = new JsonSize(1, 1, 2);
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                size = size.with(of(member.getValue()), JsonSize.overhead(value, member.getKey()));
            }
        } else {
            for (JsonNode element : value) {
                size = size.with(of(element), 1);
            }
        }
        return size;
    }

    private static long scalar(JsonNode value) {
        if (value.isString()) {
            return JsonSize.text(value.stringValue());
        }
        return value.isNumber()
                ? value.numberValue().toString().length()
                : value.toString().length();
    }
}
