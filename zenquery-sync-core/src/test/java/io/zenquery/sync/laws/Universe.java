package io.zenquery.sync.laws;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * All small documents, and all single operations on them. Lists have up to three elements, objects up to the members {@code a}
 * and {@code b}, and containers stand up to two deep. Every scalar is unique, so no two documents that differ look the same.
 */
final class Universe {
    private static final int ADDED = 900;
    private static final int MAX_LIST = 3;
    private static final List<String> NAMES = List.of("a", "b");

    private Universe() {}

    /** The documents whose root holds up to {@code most} values, counted at every depth. */
    static List<JsonNode> documents(int most) {
        List<JsonNode> documents = new ArrayList<>();
        for (Shape shape : shapes(2)) {
            if (shape.size() - 1 <= most && !(shape instanceof Scalar)) {
                int[] next = {1};
                documents.add(shape.fill(() -> next[0]++));
            }
        }
        return documents;
    }

    /** Every operation that fits {@code document}; what {@code salt} tells apart from another side's values. */
    static List<Patch> operations(JsonNode document, int salt) {
        List<JsonPointer> places = new ArrayList<>();
        List<JsonPointer> targets = new ArrayList<>();
        collect(document, JsonPointer.ROOT, places, targets);
        JsonNode value = IntNode.valueOf(ADDED + salt);
        List<Patch> operations = new ArrayList<>();
        targets.forEach(target -> operations.add(new Patch.Add(target, value)));
        for (JsonPointer place : places) {
            operations.add(new Patch.Remove(place));
            operations.add(new Patch.Replace(place, value));
            operations.add(new Patch.Test(place, JsonPatch.valueAt(document, place)));
            if (!place.isRoot()) {
                targets.forEach(target -> operations.add(new Patch.Copy(place, target)));
                targetsWithout(document, place).forEach(target -> operations.add(new Patch.Move(place, target)));
            }
        }
        return operations;
    }

    /** Where a value may go once {@code from} has been taken out; places inside it are no longer there. */
    private static List<JsonPointer> targetsWithout(JsonNode document, JsonPointer from) {
        List<JsonPointer> targets = new ArrayList<>();
        collect(
                JsonPatch.apply(document, List.of(new Patch.Remove(from))),
                JsonPointer.ROOT,
                new ArrayList<>(),
                targets);
        targets.removeIf(from::isProperPrefixOf);
        return targets;
    }

    private static void collect(JsonNode node, JsonPointer path, List<JsonPointer> places, List<JsonPointer> targets) {
        places.add(path);
        if (node.isObject()) {
            NAMES.forEach(name -> targets.add(path.child(name)));
            node.properties()
                    .forEach(member -> collect(member.getValue(), path.child(member.getKey()), places, targets));
        } else if (node.isArray()) {
            for (int i = 0; i <= node.size(); i++) {
                targets.add(path.child(i));
            }
            targets.add(path.child("-"));
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path.child(i), places, targets);
            }
        }
    }

    /** A document without its scalars. */
    private sealed interface Shape {
        int size();

        JsonNode fill(IntSupplier scalars);
    }

    private record Scalar() implements Shape {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public JsonNode fill(IntSupplier scalars) {
            return IntNode.valueOf(scalars.getAsInt());
        }
    }

    private record Array(List<Shape> elements) implements Shape {
        @Override
        public int size() {
            return 1 + elements.stream().mapToInt(Shape::size).sum();
        }

        @Override
        public JsonNode fill(IntSupplier scalars) {
            return Json.array(elements.stream().map(each -> each.fill(scalars)).toList());
        }
    }

    private record Members(Map<String, Shape> members) implements Shape {
        @Override
        public int size() {
            return 1 + members.values().stream().mapToInt(Shape::size).sum();
        }

        @Override
        public JsonNode fill(IntSupplier scalars) {
            Map<String, JsonNode> filled = new LinkedHashMap<>();
            members.forEach((name, shape) -> filled.put(name, shape.fill(scalars)));
            return Json.object(filled);
        }
    }

    private static List<Shape> shapes(int depth) {
        List<Shape> shapes = new ArrayList<>(List.of(new Scalar()));
        if (depth == 0) {
            return shapes;
        }
        List<Shape> children = shapes(depth - 1);
        List<List<Shape>> rows = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < rows.size(); i++) {
            List<Shape> row = rows.get(i);
            shapes.add(new Array(row));
            if (row.size() < MAX_LIST) {
                children.forEach(child -> {
                    List<Shape> longer = new ArrayList<>(row);
                    longer.add(child);
                    rows.add(longer);
                });
            }
        }
        shapes.add(new Members(Map.of()));
        for (Shape child : children) {
            NAMES.forEach(name -> shapes.add(new Members(Map.of(name, child))));
            children.forEach(other -> {
                Map<String, Shape> both = new LinkedHashMap<>();
                both.put("a", child);
                both.put("b", other);
                shapes.add(new Members(both));
            });
        }
        return shapes;
    }
}
