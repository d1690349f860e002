package io.zenquery.sync.patch;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Immutable JSON documents on Jackson's tree model.
 *
 * <p>Jackson's nodes are mutable, and documents here share structure with the versions before and after them. So a
 * document is <em>frozen</em>: its objects and arrays stand on immutable collections, and Jackson's own mutators fail
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
     * A frozen node with the JSON text of {@code node}: the node itself where it is frozen or a scalar already, else a copy.
     * Numbers keep their precision.
     *
     * @throws IllegalArgumentException for a node that no JSON text can carry: absent, a POJO, or a number that is not finite or
     *     whose exponent is beyond {@code int}
     */
    public static JsonNode freeze(JsonNode node) {
        if (node instanceof FrozenObject || node instanceof FrozenArray) {
            return node;
        }
        if (node instanceof ObjectNode object) {
            return new FrozenObject(Members.of(object));
        }
        if (node instanceof ArrayNode array) {
            return new FrozenArray(Elements.of(array.values()));
        }
        if (node.isPojo() || node.isMissingNode() || (node instanceof NumericNode number && !isWritable(number))) {
            throw new IllegalArgumentException("expected a value that JSON text can carry, got "
                    + (node.isMissingNode() ? "an absent one" : node));
        }
        if (node.isBinary()) {
            return StringNode.valueOf(node.asString());
        }
        // Widening a float would give it digits that its JSON text does not have.
        return node instanceof FloatNode ? DecimalNode.valueOf(new BigDecimal(node.asString())) : node;
    }

    /** Whether the text of {@code number} is one that can be read back: finite, and with an exponent within {@code int}. */
    private static boolean isWritable(NumericNode number) {
        if (number instanceof DecimalNode) {
            BigDecimal value = number.decimalValue();
            return (long) value.precision() - value.scale() - 1 <= Integer.MAX_VALUE;
        }
        return !number.isNaN();
    }

    /**
     * Whether two values are equal as RFC 6902, section 4.6, says: numbers by value, members in any order. The cost is bounded by
     * the length of the texts, whatever exponents these hold.
     */
    public static boolean sameValue(JsonNode a, JsonNode b) {
        return ValueEquality.same(a, b);
    }

    /** A hash that is the same for values that {@link #sameValue} finds equal. Its cost is bounded as there. */
    public static int valueHash(JsonNode value) {
        return ValueEquality.hash(value);
    }

    /**
     * A frozen object with a copy of {@code members}, in their order.
     *
     * @throws IllegalArgumentException as {@link #freeze}, for one of the values
     */
    public static ObjectNode object(Map<String, JsonNode> members) {
        return new FrozenObject(Members.of(members));
    }

    /**
     * A frozen array with a copy of {@code elements}.
     *
     * @throws IllegalArgumentException as {@link #freeze}, for one of the elements
     */
    public static ArrayNode array(List<JsonNode> elements) {
        return new FrozenArray(Elements.of(elements));
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
}
