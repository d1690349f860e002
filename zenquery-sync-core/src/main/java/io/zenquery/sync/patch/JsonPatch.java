package io.zenquery.sync.patch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Applies and inverts JSON Patches (RFC 6902). Pure: the input is never changed, the output shares all that the patch did
 * not touch with it, and a patch that fails has no effect.
 *
 * <p>An operation costs the depth of its path plus a copy of the one object or array that it writes into (its member
 * references, not their content).
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
        Deque<Patch> inverse = new ArrayDeque<>();
        run(document, patch, inverse);
        return List.copyOf(inverse);
    }

    /**
     * The value at {@code path}.
     *
     * @throws PatchException if there is none
     */
    public static JsonNode valueAt(JsonNode document, JsonPointer path) {
        if (Json.isAbsent(document)) {
            throw new PatchException("\"" + path + "\": expected a document, found none");
        }
        JsonNode node = document;
        for (String token : path.tokens()) {
            JsonNode next = node.isObject() ? node.get(token) : node.isArray() ? element(node, token) : null;
            if (next == null) {
                throw new PatchException("\"" + path + "\": expected a value, found none at \"" + token + "\" of "
                        + Json.describe(node));
            }
            node = next;
        }
        return node;
    }

    private static JsonNode run(JsonNode document, List<Patch> patch, @Nullable Deque<Patch> inverse) {
        JsonNode result = Json.isAbsent(document) ? document : Json.freeze(document);
        for (int i = 0; i < patch.size(); i++) {
            Patch operation = patch.get(i);
            try {
                JsonNode next = apply(result, operation);
                if (inverse != null) {
                    List<Patch> undo = inverseOf(result, operation);
                    for (int k = undo.size() - 1; k >= 0; k--) {
                        inverse.addFirst(undo.get(k));
                    }
                }
                result = next;
            } catch (PatchException e) {
                throw new PatchException("operation " + i + " (" + name(operation) + "): " + e.getMessage(), e);
            }
        }
        return result;
    }

    private static JsonNode apply(JsonNode document, Patch operation) {
        if (operation instanceof Patch.Add add) {
            return add(document, add.path(), add.value());
        } else if (operation instanceof Patch.Remove remove) {
            return remove(document, remove.path());
        } else if (operation instanceof Patch.Replace replace) {
            return replace(document, replace.path(), replace.value());
        } else if (operation instanceof Patch.Move move) {
            if (move.from().isProperPrefixOf(move.path())) {
                throw new PatchException("expected a target outside \"" + move.from() + "\", got \"" + move.path()
                        + "\": a value can't be moved into itself (RFC 6902, section 4.4)");
            }
            JsonNode value = valueAt(document, move.from());
            return move.from().equals(move.path()) ? document : add(remove(document, move.from()), move.path(), value);
        } else if (operation instanceof Patch.Copy copy) {
            return add(document, copy.path(), valueAt(document, copy.from()));
        } else if (operation instanceof Patch.Test test) {
            JsonNode value = valueAt(document, test.path());
            if (!Json.sameValue(value, test.value())) {
                throw new PatchException("\"" + test.path() + "\": expected " + Json.describe(test.value()) + ", found "
                        + Json.describe(value));
            }
            return document;
        }
        throw new AssertionError(operation);
    }

    private static JsonNode add(JsonNode document, JsonPointer path, JsonNode value) {
        return path.isRoot()
                ? value
                : edit(document, path, 0, new ContainerEdit() {
                    @Override
                    public void object(Map<String, JsonNode> members, String name) {
                        members.put(name, value);
                    }

                    @Override
                    public void array(List<JsonNode> elements, String token) {
                        elements.add(token.equals("-") ? elements.size() : index(token, elements.size() + 1), value);
                    }
                });
    }

    private static JsonNode remove(JsonNode document, JsonPointer path) {
        valueAt(document, path);
        return path.isRoot()
                ? Json.ABSENT
                : edit(document, path, 0, new ContainerEdit() {
                    @Override
                    public void object(Map<String, JsonNode> members, String name) {
                        members.remove(name);
                    }

                    @Override
                    public void array(List<JsonNode> elements, String token) {
                        elements.remove(index(token, elements.size()));
                    }
                });
    }

    private static JsonNode replace(JsonNode document, JsonPointer path, JsonNode value) {
        valueAt(document, path);
        return path.isRoot()
                ? value
                : edit(document, path, 0, new ContainerEdit() {
                    @Override
                    public void object(Map<String, JsonNode> members, String name) {
                        members.put(name, value);
                    }

                    @Override
                    public void array(List<JsonNode> elements, String token) {
                        elements.set(index(token, elements.size()), value);
                    }
                });
    }

    /** What an operation does to its own copy of the object or array that it writes into. */
    private interface ContainerEdit {
        void object(Map<String, JsonNode> members, String name);

        void array(List<JsonNode> elements, String token);
    }

    private static JsonNode edit(JsonNode node, JsonPointer path, int depth, ContainerEdit change) {
        String token = path.tokens().get(depth);
        boolean here = depth == path.tokens().size() - 1;
        if (node.isObject()) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            if (here) {
                change.object(members, token);
            } else {
                members.put(token, edit(existing(node.get(token), node, path, token), path, depth + 1, change));
            }
            return Json.object(members);
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>(node.size() + 1);
            elements.addAll(node.values());
            if (here) {
                change.array(elements, token);
            } else {
                int index = index(token, elements.size());
                elements.set(index, edit(elements.get(index), path, depth + 1, change));
            }
            return Json.array(elements);
        }
        throw new PatchException("\"" + path + "\": expected an object or array that holds \"" + token + "\", found "
                + Json.describe(node));
    }

    private static JsonNode existing(@Nullable JsonNode value, JsonNode parent, JsonPointer path, String token) {
        if (value == null) {
            throw new PatchException(
                    "\"" + path + "\": expected a value, found none at \"" + token + "\" of " + Json.describe(parent));
        }
        return value;
    }

    private static @Nullable JsonNode element(JsonNode array, String token) {
        int index = JsonPointer.arrayIndex(token);
        return index < 0 ? null : array.get(index);
    }

    private static int index(String token, int bound) {
        int index = JsonPointer.arrayIndex(token);
        if (index < 0 || index >= bound) {
            throw new PatchException("expected an array index below " + bound + ", got \"" + token + "\"");
        }
        return index;
    }

    private static List<Patch> inverseOf(JsonNode before, Patch operation) {
        if (operation instanceof Patch.Add add) {
            return undoAdd(before, add.path());
        } else if (operation instanceof Patch.Remove remove) {
            return List.of(new Patch.Add(remove.path(), valueAt(before, remove.path())));
        } else if (operation instanceof Patch.Replace replace) {
            return List.of(new Patch.Replace(replace.path(), valueAt(before, replace.path())));
        } else if (operation instanceof Patch.Move move) {
            return undoMove(before, move);
        } else if (operation instanceof Patch.Copy copy) {
            return undoAdd(before, copy.path());
        } else if (operation instanceof Patch.Test) {
            return List.of();
        }
        throw new AssertionError(operation);
    }

    private static List<Patch> undoAdd(JsonNode before, JsonPointer path) {
        JsonPointer place = concrete(before, path);
        JsonNode overwritten = overwrittenBy(before, place);
        return List.of(overwritten == null ? new Patch.Remove(place) : new Patch.Replace(place, overwritten));
    }

    private static List<Patch> undoMove(JsonNode before, Patch.Move move) {
        if (move.from().equals(move.path())) {
            return List.of();
        }
        if (move.path().isProperPrefixOf(move.from())) {
            JsonNode enclosing = valueAt(before, move.path());
            JsonNode rest = remove(before, move.from());
            JsonNode overwritten = overwrittenBy(rest, move.path());
            // Into an array the value goes in front of what enclosed it, which is then still there to take it back.
            return overwritten == null
                    ? List.of(new Patch.Remove(move.path()), new Patch.Replace(move.path(), enclosing))
                    : List.of(new Patch.Replace(move.path(), enclosing));
        }
        JsonNode rest = remove(before, move.from());
        JsonPointer place = concrete(rest, move.path());
        JsonNode overwritten = overwrittenBy(rest, place);
        Patch back = new Patch.Move(place, move.from());
        return overwritten == null ? List.of(back) : List.of(back, new Patch.Add(place, overwritten));
    }

    /** The value that adding at {@code path} replaces; null where adding inserts or creates. */
    private static @Nullable JsonNode overwrittenBy(JsonNode before, JsonPointer path) {
        if (path.isRoot()) {
            return Json.isAbsent(before) ? null : before;
        }
        JsonNode parent = valueAt(before, path.parent());
        return parent.isObject() ? parent.get(path.last()) : null;
    }

    /** {@code path} with the index that a final {@code -} stands for. */
    private static JsonPointer concrete(JsonNode before, JsonPointer path) {
        if (path.isRoot() || !path.last().equals("-")) {
            return path;
        }
        JsonNode parent = valueAt(before, path.parent());
        return parent.isArray() ? path.parent().child(parent.size()) : path;
    }

    private static String name(Patch operation) {
        return operation.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " \"" + operation.path() + "\"";
    }
}
