package io.zenquery.sync.patch;

import tools.jackson.databind.JsonNode;

/**
 * Edits of a frozen document that copy the containers on the way to the place, and share everything else with the document
 * before.
 *
 * <p>One container that several edits have on their way is copied once: a copy knows which {@code PathCopy} made it, and while nobody else
 * can have seen it, that one changes it in place. So edits that belong to one patch go through one instance, and whoever keeps a value
 * that is in the document, or puts it there twice, goes on with a new instance.
 */
final class PathCopy {

    /** {@code add} of RFC 6902, section 4.1. */
    JsonNode add(JsonNode document, JsonPointer path, JsonNode value) {
        if (path.isRoot()) {
            return value;
        }
        JsonNode[] way = way(document, path);
        String token = path.last();
        JsonNode parent = way[way.length - 1];
        if (parent instanceof FrozenObject object) {
            return replaceOnWay(way, path, new FrozenObject(object.members.with(token, value, this)));
        }
        if (parent instanceof FrozenArray array) {
            int size = array.elements.size();
            int index = token.equals("-") ? size : index(token, size + 1, path);
            return replaceOnWay(way, path, with(array, array.elements.inserted(index, value, this)));
        }
        throw new PatchException("\"" + path + "\": expected an object or array that holds \"" + token + "\", found "
                + Json.describe(parent));
    }

    /** {@code remove} of RFC 6902, section 4.2; {@link Json#ABSENT} if it was the root. */
    JsonNode remove(JsonNode document, JsonPointer path) {
        if (path.isRoot()) {
            Places.requirePresent(document, path);
            return Json.ABSENT;
        }
        JsonNode[] way = way(document, path);
        String token = path.last();
        JsonNode parent = way[way.length - 1];
        Places.child(parent, token, path);
        return replaceOnWay(
                way,
                path,
                parent instanceof FrozenObject object
                        ? new FrozenObject(object.members.without(token))
                        : without((FrozenArray) parent, JsonPointer.arrayIndex(token)));
    }

    /** {@code replace} of RFC 6902, section 4.3. */
    JsonNode replace(JsonNode document, JsonPointer path, JsonNode value) {
        if (path.isRoot()) {
            Places.requirePresent(document, path);
            return value;
        }
        JsonNode[] way = way(document, path);
        JsonNode parent = way[way.length - 1];
        Places.child(parent, path.last(), path);
        return replaceOnWay(way, path, with(parent, path.last(), value));
    }

    /** The containers that {@code path} leads through, the root first. */
    private static JsonNode[] way(JsonNode document, JsonPointer path) {
        Places.requirePresent(document, path);
        JsonNode[] way = new JsonNode[path.size()];
        way[0] = document;
        for (int i = 1; i < way.length; i++) {
            way[i] = Places.child(way[i - 1], path.token(i - 1), path);
        }
        return way;
    }

    /** The document in which the last container of {@code way} is {@code changed}. */
    private JsonNode replaceOnWay(JsonNode[] way, JsonPointer path, JsonNode changed) {
        JsonNode node = changed;
        for (int i = way.length - 2; i >= 0; i--) {
            node = with(way[i], path.token(i), node);
        }
        return node;
    }

    /** {@code container} with its existing child {@code token} replaced. */
    private JsonNode with(JsonNode container, String token, JsonNode child) {
        if (container instanceof FrozenObject object) {
            Members members = object.members.with(token, child, this);
            return members == object.members ? object : new FrozenObject(members);
        }
        FrozenArray array = (FrozenArray) container;
        return with(array, array.elements.with(JsonPointer.arrayIndex(token), child, this));
    }

    private JsonNode without(FrozenArray array, int index) {
        return with(array, array.elements.without(index, this));
    }

    private static JsonNode with(FrozenArray array, Elements elements) {
        return elements == array.elements ? array : new FrozenArray(elements);
    }

    private static int index(String token, int bound, JsonPointer path) {
        int index = JsonPointer.arrayIndex(token);
        if (index < 0 || index >= bound) {
            throw new PatchException(
                    "\"" + path + "\": expected an array index below " + bound + ", got \"" + token + "\"");
        }
        return index;
    }
}
