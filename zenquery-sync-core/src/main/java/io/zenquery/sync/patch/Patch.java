package io.zenquery.sync.patch;

import tools.jackson.databind.JsonNode;

/**
 * One operation of a JSON Patch (RFC 6902, section 4). A patch in the sense of the RFC is a list of these.
 *
 * <p>Values are frozen when the operation is made (see {@link Json#freeze}); an operation never changes.
 */
public sealed interface Patch {

    /** The place that the operation writes, or, for {@link Test}, reads. */
    JsonPointer path();

    /** Adds a member, replaces an existing member, or inserts an element before {@code path} ({@code -}: at the end). */
    record Add(JsonPointer path, JsonNode value) implements Patch {
        public Add {
            value = Json.freeze(value);
        }
    }

    /** Removes the value at {@code path}, which must exist. */
    record Remove(JsonPointer path) implements Patch {}

    /** Replaces the value at {@code path}, which must exist. */
    record Replace(JsonPointer path, JsonNode value) implements Patch {
        public Replace {
            value = Json.freeze(value);
        }
    }

    /** Removes the value at {@code from} and adds it at {@code path}, which is read after the removal. */
    record Move(JsonPointer from, JsonPointer path) implements Patch {}

    /** Adds the value at {@code from}, which stays, at {@code path}. */
    record Copy(JsonPointer from, JsonPointer path) implements Patch {}

    /** Requires that the value at {@code path} equals {@code value}; numbers compare by value. */
    record Test(JsonPointer path, JsonNode value) implements Patch {
        public Test {
            value = Json.freeze(value);
        }
    }

    /** {@code add}; {@code path} in the string form of RFC 6901. */
    static Patch add(String path, JsonNode value) {
        return new Add(JsonPointer.parse(path), value);
    }

    /** {@code remove}; {@code path} in the string form of RFC 6901. */
    static Patch remove(String path) {
        return new Remove(JsonPointer.parse(path));
    }

    /** {@code replace}; {@code path} in the string form of RFC 6901. */
    static Patch replace(String path, JsonNode value) {
        return new Replace(JsonPointer.parse(path), value);
    }

    /** {@code move}; both pointers in the string form of RFC 6901. */
    static Patch move(String from, String path) {
        return new Move(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    /** {@code copy}; both pointers in the string form of RFC 6901. */
    static Patch copy(String from, String path) {
        return new Copy(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    /** {@code test}; {@code path} in the string form of RFC 6901. */
    static Patch test(String path, JsonNode value) {
        return new Test(JsonPointer.parse(path), value);
    }
}
