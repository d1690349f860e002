package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Seeded documents and patches for the laws of this package: short nested lists, neighbouring indices, parents and children, few
 * names, among them those that need escapes or look like indices. Nearly each new value is unique, so that no two places are taken
 * for one another.
 */
final class RandomPatches {
    private static final List<String> NAMES = List.of("a", "b", "c", "0", "1", "x/y", "m~n", "");

    private final Random random;
    private final boolean withRoot;
    private int unique = 100;

    /** @param withRoot whether operations on the whole document are among them */
    RandomPatches(long seed, boolean withRoot) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 29);
        this.withRoot = withRoot;
    }

    JsonNode document() {
        if (withRoot && random.nextInt(20) == 0) {
            return random.nextBoolean() ? Json.ABSENT : scalar();
        }
        if (random.nextInt(10) == 0) {
            return wide();
        }
        return random.nextInt(3) == 0 ? list(3) : object(3);
    }

    /** At least one and up to {@code most} operations that fit {@code document} one after the other. */
    List<Patch> patch(JsonNode document, int most) {
        List<Patch> patch = new ArrayList<>();
        JsonNode now = document;
        int count = 1 + random.nextInt(most);
        for (int tries = 0; patch.size() < count && (tries < 100 || patch.isEmpty()); tries++) {
            Patch operation = operation(now);
            try {
                now = JsonPatch.apply(now, List.of(operation));
                patch.add(operation);
            } catch (PatchException misfit) {
                // another one
            }
        }
        return patch;
    }

    /** An operation that does not fit {@code document}. */
    Patch misfit(JsonNode document) {
        while (true) {
            Patch operation = operation(document);
            try {
                JsonPatch.apply(document, List.of(operation));
            } catch (PatchException misfit) {
                return operation;
            }
        }
    }

    private Patch operation(JsonNode document) {
        List<JsonPointer> places = places(document);
        JsonPointer place = withRoot || places.size() == 1 ? pick(places) : pick(places.subList(1, places.size()));
        if (place.isRoot() && !withRoot) {
            return new Patch.Add(target(document, places), value());
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Patch.Add(target(document, places), value());
            case 3, 4 -> new Patch.Remove(strayed(place));
            case 5 -> new Patch.Replace(strayed(place), value());
            case 6, 7 -> new Patch.Move(place, target(document, places));
            case 8, 9 -> new Patch.Move(place, near(document, place));
            case 10 -> new Patch.Copy(strayed(place), target(document, places));
            default ->
                new Patch.Test(
                        place,
                        random.nextInt(4) == 0 || Json.isAbsent(document)
                                ? value()
                                : JsonPatch.valueAt(document, place));
        };
    }

    /** Mostly {@code place}; now and then one that may not exist. */
    private JsonPointer strayed(JsonPointer place) {
        return random.nextInt(10) > 0 ? place : place.child(pick(List.of("-", "00", "9", "1e0", "zz")));
    }

    /** Somewhere to add: often a new or existing child of a container near the places of the document. */
    private JsonPointer target(JsonNode document, List<JsonPointer> places) {
        JsonPointer place = pick(places);
        if (Json.isAbsent(document) || (withRoot && random.nextInt(25) == 0)) {
            return JsonPointer.ROOT;
        }
        for (int tries = 0; tries < 5 && !JsonPatch.valueAt(document, place).isContainer(); tries++) {
            place = pick(places);
        }
        JsonNode container = JsonPatch.valueAt(document, place);
        if (container.isArray()) {
            return random.nextInt(5) == 0 ? place.child("-") : place.child(random.nextInt(container.size() + 2));
        }
        return place.child(pick(NAMES));
    }

    /** Beside {@code place}, or a member or element of what stands beside it, once the value at {@code place} is taken out. */
    private JsonPointer near(JsonNode document, JsonPointer place) {
        if (place.isRoot()) {
            return place;
        }
        JsonNode rest = JsonPatch.apply(document, List.of(new Patch.Remove(place)));
        JsonPointer sibling = childOf(rest, place.parent());
        return random.nextInt(3) == 0 ? sibling : childOf(rest, sibling);
    }

    /** An existing child of what stands at {@code place}; {@code place} if it has none. */
    private JsonPointer childOf(JsonNode document, JsonPointer place) {
        JsonNode container = JsonPatch.valueAt(document, place);
        if (container.isEmpty()) {
            return place;
        }
        return container.isArray()
                ? place.child(random.nextInt(container.size()))
                : place.child(pick(List.copyOf(container.propertyNames())));
    }

    /** The root, and all places in it. */
    private static List<JsonPointer> places(JsonNode document) {
        List<JsonPointer> places = new ArrayList<>();
        collect(document, JsonPointer.ROOT, places);
        return places;
    }

    private static void collect(JsonNode node, JsonPointer path, List<JsonPointer> places) {
        places.add(path);
        if (node.isObject()) {
            node.properties().forEach(member -> collect(member.getValue(), path.child(member.getKey()), places));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path.child(i), places);
            }
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(6)) {
            case 0 -> object(1);
            case 1 -> list(2);
            default -> scalar();
        };
    }

    private JsonNode scalar() {
        return switch (random.nextInt(20)) {
            case 0 -> NullNode.getInstance();
            case 1 -> BooleanNode.TRUE;
            case 2 -> StringNode.valueOf("s" + unique++);
            default -> IntNode.valueOf(unique++);
        };
    }

    private JsonNode object(int depth) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.put(pick(NAMES), inner(depth));
        }
        return Json.object(members);
    }

    private JsonNode list(int depth) {
        List<JsonNode> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(inner(depth));
        }
        return Json.array(elements);
    }

    /** An object about as wide as where its representation changes. */
    private JsonNode wide() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (String name : NAMES) {
            members.put(name, inner(2));
        }
        for (int i = Members.SMALL - 4 + random.nextInt(6) - NAMES.size(); i > 0; i--) {
            members.put("w" + i, scalar());
        }
        return Json.object(members);
    }

    private JsonNode inner(int depth) {
        return depth == 0 || random.nextInt(2) == 0
                ? scalar()
                : random.nextBoolean() ? object(depth - 1) : list(depth - 1);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
