package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of a patch: an array of operation objects (RFC 6902, section 3). */
public final class PatchFormat {

    private PatchFormat() {}

    /**
     * Reads a patch. Members that the operation does not know are ignored, as the RFC asks.
     *
     * @throws PatchException if {@code json} is not an array of operations, each with the members that its {@code op} needs,
     *     or a value can't be frozen
     */
    public static List<Patch> parse(JsonNode json) {
        if (!json.isArray()) {
            throw new PatchException("expected an array of operations, got " + Json.describe(json));
        }
        List<Patch> patch = new ArrayList<>(json.size());
        for (JsonNode operation : json.values()) {
            patch.add(parseOperation(operation));
        }
        return List.copyOf(patch);
    }

    /** Writes a patch. */
    public static ArrayNode format(List<Patch> patch) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode(patch.size());
        patch.forEach(operation -> json.add(format(operation)));
        return json;
    }

    private static Patch parseOperation(JsonNode json) {
        String op = text(json, "op");
        JsonPointer path = JsonPointer.parse(text(json, "path"));
        return switch (op) {
            case "add" -> new Patch.Add(path, value(json));
            case "remove" -> new Patch.Remove(path);
            case "replace" -> new Patch.Replace(path, value(json));
            case "move" -> new Patch.Move(JsonPointer.parse(text(json, "from")), path);
            case "copy" -> new Patch.Copy(JsonPointer.parse(text(json, "from")), path);
            case "test" -> new Patch.Test(path, value(json));
            default ->
                throw new PatchException("expected op add, remove, replace, move, copy or test, got \"" + op + "\"");
        };
    }

    private static ObjectNode format(Patch operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (operation instanceof Patch.Add add) {
            head(json, "add", add).set("value", add.value());
        } else if (operation instanceof Patch.Remove remove) {
            head(json, "remove", remove);
        } else if (operation instanceof Patch.Replace replace) {
            head(json, "replace", replace).set("value", replace.value());
        } else if (operation instanceof Patch.Move move) {
            head(json, "move", move).put("from", move.from().toString());
        } else if (operation instanceof Patch.Copy copy) {
            head(json, "copy", copy).put("from", copy.from().toString());
        } else if (operation instanceof Patch.Test test) {
            head(json, "test", test).set("value", test.value());
        } else {
            throw new AssertionError(operation);
        }
        return json;
    }

    private static ObjectNode head(ObjectNode json, String op, Patch operation) {
        return json.put("op", op).put("path", operation.path().toString());
    }

    private static String text(JsonNode json, String member) {
        JsonNode text = json.get(member);
        if (text == null || !text.isString()) {
            throw new PatchException("expected an operation with a string \"" + member + "\", got " + shorten(json));
        }
        return text.stringValue();
    }

    private static JsonNode value(JsonNode json) {
        JsonNode value = json.get("value");
        if (value == null) {
            throw new PatchException("expected an operation with a \"value\" (null is one), got " + shorten(json));
        }
        try {
            return Json.freeze(value);
        } catch (IllegalArgumentException e) {
            throw new PatchException(e.getMessage() + ", in " + shorten(json), e);
        }
    }

    private static String shorten(JsonNode json) {
        String text = json.toString();
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }
}
