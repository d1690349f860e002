package io.zenquery.sync.laws;

import io.zenquery.sync.JsonText;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Failures as tests to paste into {@link FoundTest}. A patch is written {@code add /l/0 {a:1}; move /l/1 /o/b; remove /a}, the source
 * before the target, and the whole document as {@code #}.
 */
final class Snippet {

    private Snippet() {}

    /** JSON in the notation of {@code JsonText}. */
    static String text(JsonNode json) {
        return json.toString().replace('"', '\'').replaceAll("'([a-z]+)':", "$1:");
    }

    static String text(List<Patch> patch) {
        return patch.stream().map(Snippet::text).collect(Collectors.joining("; "));
    }

    private static String text(Patch operation) {
        String path = text(operation.path());
        if (operation instanceof Patch.Add add) {
            return "add " + path + " " + text(add.value());
        } else if (operation instanceof Patch.Remove) {
            return "remove " + path;
        } else if (operation instanceof Patch.Replace replace) {
            return "replace " + path + " " + text(replace.value());
        } else if (operation instanceof Patch.Move move) {
            return "move " + text(move.from()) + " " + path;
        } else if (operation instanceof Patch.Copy copy) {
            return "copy " + text(copy.from()) + " " + path;
        } else if (operation instanceof Patch.Test test) {
            return "test " + path + " " + text(test.value());
        }
        throw new AssertionError(operation);
    }

    private static String text(JsonPointer path) {
        return path.isRoot() ? "#" : path.toString();
    }

    /** Reads what {@link #text(List)} writes. */
    static List<Patch> patch(String text) {
        List<Patch> patch = new ArrayList<>();
        for (String operation : text.split("; ")) {
            String[] words = operation.split(" ", 3);
            JsonPointer first = path(words[1]);
            patch.add(
                    switch (words[0]) {
                        case "add" -> new Patch.Add(first, JsonText.json(words[2]));
                        case "remove" -> new Patch.Remove(first);
                        case "replace" -> new Patch.Replace(first, JsonText.json(words[2]));
                        case "move" -> new Patch.Move(first, path(words[2]));
                        case "copy" -> new Patch.Copy(first, path(words[2]));
                        case "test" -> new Patch.Test(first, JsonText.json(words[2]));
                        default -> throw new IllegalArgumentException(operation);
                    });
        }
        return List.copyOf(patch);
    }

    private static JsonPointer path(String text) {
        return text.equals("#") ? JsonPointer.ROOT : JsonPointer.parse(text);
    }

    /** A Java string literal. */
    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** A whole test of these lines. */
    static String test(String name, List<String> lines) {
        return lines.stream()
                .map(line -> "        " + line)
                .collect(Collectors.joining("\n", "    @Test\n    void " + name + "() {\n", "\n    }\n"));
    }
}
