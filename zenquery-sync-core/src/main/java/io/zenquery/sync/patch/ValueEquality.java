package io.zenquery.sync.patch;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Equality of JSON values as RFC 6902, section 4.6, defines it, and a hash that goes with it. Jackson's own equality tells
 * {@code 1} from {@code 1.0}, and an {@code int} from a {@code long}.
 */
final class ValueEquality {

    private ValueEquality() {}

    static boolean same(JsonNode a, JsonNode b) {
        if (a == b) {
            return true;
        }
        if (a.getNodeType() != b.getNodeType()) {
            return false;
        }
        return switch (a.getNodeType()) {
            case OBJECT -> sameMembers(a, b);
            case ARRAY -> sameElements(a, b);
            case NUMBER -> sameNumber(a, b);
            case BINARY, BOOLEAN, MISSING, NULL, POJO, STRING -> a.equals(b);
        };
    }

    static int hash(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                int sum = 0;
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    sum += member.getKey().hashCode() ^ hash(member.getValue());
                }
                yield sum;
            }
            case ARRAY -> {
                int hash = 1;
                for (JsonNode element : value.values()) {
                    hash = 31 * hash + hash(element);
                }
                yield hash;
            }
            // The nearest double of equal numbers is the same, and no exponent makes it expensive.
            case NUMBER -> Double.hashCode(nearestDouble(value));
            case BINARY, BOOLEAN, MISSING, NULL, POJO, STRING -> value.hashCode();
        };
    }

    private static boolean sameMembers(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode other = b.get(member.getKey());
            if (other == null || !same(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(JsonNode a, JsonNode b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Comparing decimals first compares their magnitudes, so that one is scaled to the other only when their exponents differ by
     * no more than their digits: {@code 1e999999999} costs nothing.
     */
    private static boolean sameNumber(JsonNode a, JsonNode b) {
        if (isLong(a) && isLong(b)) {
            return a.longValue() == b.longValue();
        }
        if (!isFinite(a) || !isFinite(b)) {
            return a.equals(b);
        }
        return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }

    private static boolean isLong(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    private static boolean isFinite(JsonNode number) {
        boolean binary = number.isFloat() || number.isDouble();
        return !binary || Double.isFinite(number.doubleValue());
    }

    private static double nearestDouble(JsonNode number) {
        return isFinite(number) ? number.decimalValue().doubleValue() : number.doubleValue();
    }
}
