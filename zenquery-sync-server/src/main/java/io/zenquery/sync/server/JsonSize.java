package io.zenquery.sync.server;

import tools.jackson.databind.JsonNode;

/**
 * How large a value is.
 *
 * @param nodes it and all values in it
 * @param depth objects and arrays inside each other; 0 for a scalar
 * @param bytes as JSON in UTF-8, without spaces, to within one comma per container
 */
record JsonSize(long nodes, int depth, long bytes) {
    static final JsonSize NONE = new JsonSize(0, 0, 0);

    private static final long MOST = Long.MAX_VALUE / 4;

    /** A value that is written as that text; an empty container counts with its brackets. */
    static JsonSize leaf(long bytes) {
        return new JsonSize(1, 0, bytes);
    }

    /** A container with one more child in it. Values that share structure can be larger than a {@code long}: it stays at the most. */
    JsonSize with(JsonSize child, long overhead) {
        return new JsonSize(
                Math.min(MOST, nodes + child.nodes),
                Math.max(depth, child.depth + 1),
                Math.min(MOST, bytes + child.bytes + overhead));
    }

    /** What the comma, and in an object the name and the colon, take. */
    static long overhead(JsonNode parent, String name) {
        return parent.isObject() ? text(name) + 2 : 1;
    }

    /** A string, with its quotes and escapes. */
    static long text(String value) {
        long bytes = 2;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != 0x0B)) {
                bytes += 2;
            } else if (c < ' ') {
                bytes += 6;
            } else if (c < 0x80) {
                bytes += 1;
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3; // each half of a pair is two of its four bytes
            }
        }
        return bytes;
    }
}
