package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Immutable JSON documents on Jackson's tree model.
 *
 * <p>Jackson's nodes are mutable, and documents here share structure with the versions before and after them. So a
 * document is <em>frozen</em>: its objects and arrays stand on unmodifiable collections, and Jackson's own mutators fail
 * with {@link UnsupportedOperationException}. {@link JsonNode#deepCopy} gives a copy that may be changed.
 *
 * <p>A document that does not exist is {@link #ABSENT}, which is not the same as JSON {@code null}.
 */
public final class Json {

    /** No document at all. */
    public static final JsonNode ABSENT = MissingNode.getInstance();

    private Json() {}

    /** Whether {@code node} stands for a value that does not exist; JSON {@code null} does exist. */
    public static boolean isAbsent(JsonNode node) {
        return node.isMissingNode();
    }

    /**
     * A frozen equal of {@code node}: the node itself where it is frozen or a scalar already, else a copy.
     *
     * @throws IllegalArgumentException for a node that no JSON text can carry (absent, a POJO, or a number that is not finite)
     */
    public static JsonNode freeze(JsonNode node) {
        if (node instanceof FrozenObject || node instanceof FrozenArray) {
            return node;
        }
        if (node instanceof ObjectNode object) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            object.properties().forEach(member -> members.put(member.getKey(), freeze(member.getValue())));
            return object(members);
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>(array.size());
            array.values().forEach(element -> elements.add(freeze(element)));
            return array(elements);
        }
        if (node.isPojo() || node.isMissingNode() || (node instanceof NumericNode number && number.isNaN())) {
            throw new IllegalArgumentException("expected a value that JSON text can carry, got "
                    + (node.isMissingNode() ? "an absent one" : node));
        }
        return node.isBinary() ? StringNode.valueOf(node.asString()) : node;
    }

    /** Whether two values are equal as RFC 6902, section 4.6, says: numbers by value, members in any order. */
    public static boolean sameValue(JsonNode a, JsonNode b) {
        if (a == b) {
            return true;
        }
        if (a.isNumber() && b.isNumber()) {
            boolean small =
                    a.isIntegralNumber() && b.isIntegralNumber() && a.canConvertToLong() && b.canConvertToLong();
            return small ? a.longValue() == b.longValue() : a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.getNodeType() != b.getNodeType() || a.size() != b.size()) {
            return false;
        }
        if (a.isObject()) {
            return a.properties().stream().allMatch(member -> {
                JsonNode other = b.get(member.getKey());
                return other != null && sameValue(member.getValue(), other);
            });
        }
        if (a.isArray()) {
            for (int i = 0; i < a.size(); i++) {
                if (!sameValue(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    /** A frozen object over {@code members}, whose values are frozen and which nobody changes afterwards. */
    public static ObjectNode object(Map<String, JsonNode> members) {
        return new FrozenObject(Collections.unmodifiableMap(members));
    }

    /** A frozen array over {@code elements}, which are frozen and which nobody changes afterwards. */
    public static ArrayNode array(List<JsonNode> elements) {
        return new FrozenArray(Collections.unmodifiableList(elements));
    }

    /** A value as an error message shows it: in full when it is a short scalar. */
    public static String describe(JsonNode value) {
        if (isAbsent(value)) {
            return "no document";
        }
        if (value.isContainer()) {
            return (value.isObject() ? "an object" : "an array") + " of " + value.size();
        }
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private static final class FrozenObject extends ObjectNode {
        private static final long serialVersionUID = 1L;

        FrozenObject(Map<String, JsonNode> members) {
            super(JsonNodeFactory.instance, members);
        }
    }

    private static final class FrozenArray extends ArrayNode {
        private static final long serialVersionUID = 1L;

        FrozenArray(List<JsonNode> elements) {
            super(JsonNodeFactory.instance, elements);
        }
    }
}
