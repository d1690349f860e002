package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public test suite of RFC 6902, where a copy of it is at hand; {@link JsonPatchTest} covers the same classes of cases. */
class JsonPatchSuiteTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @TestFactory
    Stream<DynamicTest> everyEnabledRecord() {
        Path suite = find();
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : List.of("spec_tests.json", "tests.json")) {
            int number = 0;
            for (JsonNode each : MAPPER.readTree(suite.resolve(file).toFile()).values()) {
                String name =
                        file + " " + number++ + ": " + each.path("comment").asString("");
                if (each.has("patch") && !each.path("disabled").asBoolean(false)) {
                    tests.add(dynamicTest(name, () -> check(each)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(108);
        return tests.stream();
    }

    private static void check(JsonNode each) {
        JsonNode document = each.get("doc");
        String before = document.toString();
        if (each.has("error")) {
            assertThatThrownBy(() -> JsonPatch.apply(document, PatchFormat.parse(each.get("patch"))))
                    .isInstanceOf(PatchException.class);
        } else {
            List<Patch> patch = PatchFormat.parse(each.get("patch"));
            JsonNode result = JsonPatch.apply(document, patch);
            if (each.has("expected")) {
                assertThat(Json.sameValue(result, each.get("expected")))
                        .as("%s", result)
                        .isTrue();
            }
            JsonNode back = JsonPatch.apply(result, JsonPatch.invert(document, patch));
            assertThat(Json.sameValue(back, document))
                    .as("inverse gives %s", back)
                    .isTrue();
        }
        assertThat(document.toString()).isEqualTo(before);
    }

    private static Path find() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path suite = up.resolve("shared/data/json-patch-tests");
            if (Files.isDirectory(suite)) {
                return suite;
            }
        }
        throw new TestAbortedException("no copy of the suite here");
    }
}
