package io.zenquery.sync;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;

/**
 * Seeded documents and patches, biased to where bugs live: short lists, neighbouring indices, parent and child, few names. Each
 * new value is unique, so that two elements are never taken for one another.
 */
public final class RandomDocuments {
    private static final List<String> NAMES = List.of("a", "b", "c", "1");

    private final Random random;
    private int unique = 100;

    public RandomDocuments(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 17);
    }

    public Random random() {
        return random;
    }

    /** An object with a list {@code l} of values and containers, and a few members. */
    public JsonNode document() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("l", list(2));
        members.put("o", object(2));
        if (random.nextBoolean()) {
            members.put("a", scalar());
        }
        return Json.object(members);
    }

    /** Up to {@code most} operations, at least one, that fit {@code document} one after the other. */
    public List<Patch> patch(JsonNode document, int most) {
        List<Patch> patch = new ArrayList<>();
        JsonNode now = document;
        int count = 1 + random.nextInt(most);
        for (int tries = 0; tries < 200 && patch.size() < count; tries++) {
            Patch operation = operation(now);
            JsonNode next = attempt(now, operation);
            if (next.isObject()) {
                now = next;
                patch.add(operation);
            }
        }
        return patch;
    }

    /** The document after {@code operation}; absent if the dice fell on one that does not fit. */
    private static JsonNode attempt(JsonNode document, Patch operation) {
        try {
            return JsonPatch.apply(document, List.of(operation));
        } catch (PatchException e) {
            return Json.ABSENT;
        }
    }

    private Patch operation(JsonNode document) {
        List<JsonPointer> places = new ArrayList<>();
        collect(document, JsonPointer.ROOT, places);
        if (places.isEmpty()) {
            return new Patch.Add(JsonPointer.ROOT.child(pick(NAMES)), value());
        }
        JsonPointer place = pick(places);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Patch.Add(target(document, places), value());
            case 3, 4 -> new Patch.Remove(place);
            case 5, 6 -> new Patch.Replace(place, value());
            case 7, 8 -> new Patch.Move(place, target(document, places));
            default ->
                random.nextInt(3) == 0
                        ? new Patch.Test(place, JsonPatch.valueAt(document, place))
                        : new Patch.Copy(place, target(document, places));
        };
    }

    private JsonPointer target(JsonNode document, List<JsonPointer> places) {
        for (int tries = 0; tries < 50; tries++) {
            JsonPointer place = pick(places);
            JsonNode container = JsonPatch.valueAt(document, place);
            if (container.isArray()) {
                return random.nextInt(6) == 0 ? place.child("-") : place.child(random.nextInt(container.size() + 1));
            }
            if (container.isObject() && random.nextBoolean()) {
                return place.child(pick(NAMES));
            }
        }
        return JsonPointer.parse("/l/0");
    }

    private static void collect(JsonNode node, JsonPointer path, List<JsonPointer> places) {
        if (!path.isRoot()) {
            places.add(path);
        }
        if (node.isObject()) {
            node.properties().forEach(member -> collect(member.getValue(), path.child(member.getKey()), places));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path.child(i), places);
            }
        }
    }

    private JsonNode value() {
        int kind = random.nextInt(8);
        return kind == 0 ? object(1) : kind == 1 ? list(1) : scalar();
    }

    private JsonNode scalar() {
        return random.nextInt(30) == 0 ? NullNode.getInstance() : IntNode.valueOf(unique++);
    }

    private JsonNode object(int depth) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            members.put(pick(NAMES), depth > 1 && random.nextInt(3) == 0 ? list(depth - 1) : scalar());
        }
        members.put("id", IntNode.valueOf(unique++));
        return Json.object(members);
    }

    private JsonNode list(int depth) {
        List<JsonNode> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(
                    depth > 1 && random.nextInt(3) == 0
                            ? (random.nextBoolean() ? object(depth - 1) : list(depth - 1))
                            : scalar());
        }
        return Json.array(elements);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
