package io.zenquery.sync.laws;

import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Failures as tests to paste into {@link FoundTest}. */
final class Snippet {

    private Snippet() {}

    /** JSON in the notation of {@code JsonText}. */
    static String text(JsonNode json) {
        return json.toString().replace('"', '\'');
    }

    /** A patch in the notation of {@code JsonText}. */
    static String text(List<Patch> patch) {
        return PatchFormat.format(patch).toString().replace('"', '\'');
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
