package io.zenquery.sync.patch;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Applies and inverts JSON Patches (RFC 6902). Pure: the input is never changed, the output shares all that the patch did
 * not touch with it, and a patch that fails has no effect.
 *
 * <p>An operation costs the depth of its path plus a copy of the references in the objects and arrays on the way; an object with
 * more than a few dozen members is not copied but costs the logarithm of their number. A document that is not frozen yet is
 * copied once, whole (see {@link Json#freeze}): keep what {@link #apply} returns.
 */
public final class JsonPatch {

    private JsonPatch() {}

    /**
     * The document that {@code patch}, in order, makes of {@code document}.
     *
     * @param document the document before, {@link Json#ABSENT} if there is none
     * @return the document after, frozen; {@link Json#ABSENT} if the patch removed the root
     * @throws PatchException naming the operation that does not fit; nothing is applied
     */
    public static JsonNode apply(JsonNode document, List<Patch> patch) {
        return run(document, patch, null);
    }

    /**
     * The patch that takes {@code apply(document, patch)} back to {@code document}, exactly: presence of members and
     * {@code null} included. The order of object members is not part of a JSON value (RFC 8259, section 4).
     *
     * @throws PatchException as {@link #apply}
     */
    public static List<Patch> invert(JsonNode document, List<Patch> patch) {
        return applyInvertibly(document, patch).inverse();
    }

    /**
     * {@link #apply} and {@link #invert} in one run.
     *
     * @throws PatchException as {@link #apply}
     */
    public static Applied applyInvertibly(JsonNode document, List<Patch> patch) {
        Deque<Patch> inverse = new ArrayDeque<>();
        JsonNode after = run(document, patch, inverse);
        return new Applied(after, List.copyOf(inverse));
    }

    /**
     * What a patch made of a document, and how to get back.
     *
     * @param document as {@link #apply} returns it
     * @param inverse as {@link #invert} returns it
     */
    public record Applied(JsonNode document, List<Patch> inverse) {}

    /**
     * The value at {@code path} (RFC 6901, section 4).
     *
     * @throws PatchException if there is none
     */
    public static JsonNode valueAt(JsonNode document, JsonPointer path) {
        return Places.valueAt(document, path);
    }

    private static JsonNode run(JsonNode document, List<Patch> patch, @Nullable Deque<Patch> inverse) {
        JsonNode result = Json.isAbsent(document) ? document : Json.freeze(document);
        PathCopy edits = new PathCopy();
        for (int i = 0; i < patch.size(); i++) {
            Patch operation = patch.get(i);
            try {
                if (inverse != null || operation instanceof Patch.Copy) {
                    edits = new PathCopy(); // a value is taken that stays in the document, too: it must not change with
                    // it
                }
                JsonNode next = apply(result, operation, edits);
                if (inverse != null) {
                    List<Patch> undo = Inverse.of(result, operation);
                    for (int k = undo.size() - 1; k >= 0; k--) {
                        inverse.addFirst(undo.get(k));
                    }
                }
                result = next;
            } catch (PatchException e) {
                throw new PatchException("operation " + i + " (" + name(operation) + "): " + e.getMessage(), e);
            }
        }
        VarHandle.releaseFence(); // what was changed in place is seen by whoever sees the document, as final fields are
        return result;
    }

    private static JsonNode apply(JsonNode document, Patch operation, PathCopy edits) {
        if (operation instanceof Patch.Add add) {
            return edits.add(document, add.path(), add.value());
        } else if (operation instanceof Patch.Remove remove) {
            return edits.remove(document, remove.path());
        } else if (operation instanceof Patch.Replace replace) {
            return edits.replace(document, replace.path(), replace.value());
        } else if (operation instanceof Patch.Move move) {
            return move(document, move.from(), move.path(), edits);
        } else if (operation instanceof Patch.Copy copy) {
            return edits.add(document, copy.path(), Places.valueAt(document, copy.from()));
        } else if (operation instanceof Patch.Test test) {
            test(document, test.path(), test.value());
            return document;
        }
        throw new AssertionError(operation);
    }

    private static JsonNode move(JsonNode document, JsonPointer from, JsonPointer path, PathCopy edits) {
        if (from.isProperPrefixOf(path)) {
            throw new PatchException("expected a target outside \"" + from + "\", got \"" + path
                    + "\": a value can't be moved into itself (RFC 6902, section 4.4)");
        }
        JsonNode value = Places.valueAt(document, from);
        return from.equals(path) ? document : edits.add(edits.remove(document, from), path, value);
    }

    private static void test(JsonNode document, JsonPointer path, JsonNode expected) {
        JsonNode value = Places.valueAt(document, path);
        if (!Json.sameValue(value, expected)) {
            throw new PatchException(
                    "\"" + path + "\": expected " + Json.describe(expected) + ", found " + Json.describe(value));
        }
    }

    private static String name(Patch operation) {
        return operation.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " \"" + operation.path() + "\"";
    }
}
