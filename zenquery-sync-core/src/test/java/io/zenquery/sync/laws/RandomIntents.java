package io.zenquery.sync.laws;

import io.zenquery.sync.patch.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** Seeded intents, on short lists and few names. */
final class RandomIntents {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Random random;
    private final boolean keyed;
    private int unique = 1;

    RandomIntents(Random random) {
        this(random, false);
    }

    /** @param keyed whether every element has a key */
    RandomIntents(Random random, boolean keyed) {
        this.random = random;
        this.keyed = keyed;
    }

    JsonNode document() {
        List<JsonNode> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(element());
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("l", Json.array(list));
        members.put("o", members());
        return Json.object(members);
    }

    /** Something to do to {@code document}, which mostly fits it. */
    Intent on(JsonNode document) {
        List<Integer> ids = Intent.ids(document);
        if (ids.isEmpty() && random.nextBoolean()) {
            return new Intent.Insert(null, element());
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Intent.Insert(neighbour(ids), element());
            case 3, 4 -> new Intent.Delete(pick(ids));
            case 5 -> new Intent.Move(pick(ids), neighbour(ids));
            case 6 -> {
                int id = random.nextInt(4) == 0 ? Intent.OBJECT : pick(ids);
                yield new Intent.Replace(id, id == Intent.OBJECT ? members() : element());
            }
            case 7 -> new Intent.Unset(owner(ids), name());
            default -> new Intent.SetMember(owner(ids), name(), unique++);
        };
    }

    private int owner(List<Integer> ids) {
        return random.nextBoolean() ? Intent.OBJECT : pick(ids);
    }

    private @Nullable Integer neighbour(List<Integer> ids) {
        return random.nextInt(ids.size() + 1) == 0 || ids.isEmpty() ? null : (Integer) pick(ids);
    }

    private int pick(List<Integer> ids) {
        return ids.isEmpty() ? Intent.OBJECT : ids.get(random.nextInt(ids.size()));
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /** A new list element. */
    JsonNode element() {
        int id = unique++;
        if (!keyed && random.nextBoolean()) {
            return IntNode.valueOf(id);
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("id", IntNode.valueOf(id));
        members.put(name(), IntNode.valueOf(unique++));
        return Json.object(members);
    }

    private JsonNode members() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            members.put(name(), IntNode.valueOf(unique++));
        }
        return Json.object(members);
    }
}
