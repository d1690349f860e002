package io.zenquery.sync.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.flipkart.zjsonpatch.CompatibilityFlags;
import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for every document and every patch. A failure shows the smallest case found, as lines for {@link JsonPatchTest}. */
class JsonPatchLawsTest {
    private static final int SEEDS = Integer.getInteger("zenquery.laws.seeds", 3_000);

    /** Says nothing of a patch that does not fit, which only shrinking gives it. */
    private interface Law {
        void check(JsonNode document, List<Patch> patch);
    }

    @Test
    void apply_anyPatch_leavesItsInputAsItWas() {
        forAll(true, 5, (document, patch) -> {
            String before = document.toString();
            String asked = PatchFormat.format(patch).toString();
            JsonPatch.apply(document, patch);
            JsonPatch.invert(document, patch);
            assertThat(document.toString()).isEqualTo(before);
            assertThat(PatchFormat.format(patch).toString()).isEqualTo(asked);
        });
    }

    @Test
    void apply_documentOfJackson_sharesNothingThatCouldChangeWithIt() {
        forAll(false, 3, (document, patch) -> {
            JsonNode open = document.deepCopy();
            JsonNode after = JsonPatch.apply(open, patch);
            String text = after.toString();
            assertThat(open).isEqualTo(document);
            empty(open);
            assertThat(after.toString()).isEqualTo(text);
        });
    }

    @Test
    void applyTheInverse_afterAnyPatch_givesTheDocumentBefore() {
        forAll(true, 5, (document, patch) -> {
            JsonPatch.Applied applied = JsonPatch.applyInvertibly(document, patch);
            assertThat(applied.document()).isEqualTo(JsonPatch.apply(document, patch));
            assertThat(applied.inverse()).isEqualTo(JsonPatch.invert(document, patch));
            assertThat(JsonPatch.apply(applied.document(), applied.inverse()))
                    .as("inverse %s", PatchFormat.format(applied.inverse()))
                    .isEqualTo(document);
        });
    }

    @Test
    void apply_operationsOneByOne_isTheSameAsAllAtOnce() {
        forAll(true, 5, (document, patch) -> {
            JsonNode now = document;
            for (Patch operation : patch) {
                now = JsonPatch.apply(now, List.of(operation));
            }
            assertThat(now).isEqualTo(JsonPatch.apply(document, patch));
        });
    }

    @Test
    void apply_patchWithAMisfit_failsWholeAndNamesTheOperation() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomPatches random = new RandomPatches(seed, true);
            JsonNode document = random.document();
            List<Patch> patch = new ArrayList<>(random.patch(document, 3));
            int fitting = patch.size();
            patch.add(random.misfit(JsonPatch.apply(document, patch)));
            patch.addAll(random.patch(document, 2));
            String before = document.toString();

            assertThatExceptionOfType(PatchException.class)
                    .as("%s", reproduction(seed, document, patch))
                    .isThrownBy(() -> JsonPatch.apply(document, patch))
                    .withMessageStartingWith("operation " + fitting + " (");
            assertThatExceptionOfType(PatchException.class).isThrownBy(() -> JsonPatch.invert(document, patch));
            assertThat(document.toString())
                    .as("%s", reproduction(seed, document, patch))
                    .isEqualTo(before);
        }
    }

    @Test
    void apply_anyPatchInsideTheDocument_agreesWithTheLibraryDownToTheOrderOfMembers() {
        EnumSet<CompatibilityFlags> strict = EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);
        forAll(false, 4, (document, patch) -> {
            JsonNode ours = JsonPatch.apply(document, patch);
            JsonNode theirs = Jackson3JsonPatch.apply(PatchFormat.format(patch), document.deepCopy(), strict);
            assertThat(ours).isEqualTo(theirs);
            if (patch.stream().noneMatch(JsonPatchLawsTest::isMoveOntoItself)) {
                assertThat(ours.toString()).isEqualTo(theirs.toString());
            }
        });
    }

    @Test
    void format_anyPatch_isReadBackTheSame() {
        forAll(
                true,
                5,
                (document, patch) ->
                        assertThat(PatchFormat.parse(PatchFormat.format(patch))).isEqualTo(patch));
    }

    @Test
    void diff_documentsBeforeAndAfterAPatch_leadsFromOneToTheOther() {
        forAll(true, 5, (document, patch) -> {
            JsonNode after = JsonPatch.apply(document, patch);
            assertThat(JsonPatch.apply(document, JsonDiff.between(document, after, path -> "a")))
                    .isEqualTo(after);
        });
    }

    @Test
    void valueHash_equalValues_isEqual() {
        forAll(true, 5, (document, patch) -> {
            JsonNode back = JsonPatch.apply(JsonPatch.apply(document, patch), JsonPatch.invert(document, patch));
            assertThat(Json.sameValue(back, document)).isTrue();
            assertThat(Json.valueHash(back)).isEqualTo(Json.valueHash(document));
        });
    }

    private static void forAll(boolean withRoot, int most, Law law) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomPatches random = new RandomPatches(seed, withRoot);
            JsonNode document = random.document();
            List<Patch> patch = random.patch(document, most);
            if (failure(law, document, patch) != null) {
                List<Patch> smallest = shrunk(law, document, patch);
                throw new AssertionError(reproduction(seed, document, smallest), failure(law, document, smallest));
            }
        }
    }

    /** What breaks the law for this case; null if it holds or the patch does not fit. */
    private static Throwable failure(Law law, JsonNode document, List<Patch> patch) {
        try {
            JsonPatch.apply(document, patch);
        } catch (PatchException misfit) {
            return null;
        }
        try {
            law.check(document, patch);
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        }
    }

    /** The patch without the operations that the failure does not need. */
    private static List<Patch> shrunk(Law law, JsonNode document, List<Patch> patch) {
        for (int leftOut : IntStream.range(0, patch.size()).toArray()) {
            List<Patch> shorter = new ArrayList<>(patch);
            shorter.remove(leftOut);
            if (failure(law, document, shorter) != null) {
                return shrunk(law, document, shorter);
            }
        }
        return patch;
    }

    private static String reproduction(int seed, JsonNode document, List<Patch> patch) {
        String before = Json.isAbsent(document) ? "Json.ABSENT" : "json(" + literal(document) + ")";
        return "seed " + seed + ":\n    JsonNode before = " + before + ";\n    List<Patch> patch = patch("
                + literal(PatchFormat.format(patch)) + ");\n";
    }

    private static String literal(JsonNode json) {
        return "\"" + json.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The library takes such a member out and puts it at the end; for RFC 6902, section 4.4, it has no effect. */
    private static boolean isMoveOntoItself(Patch operation) {
        return operation instanceof Patch.Move move && move.from().equals(move.path());
    }

    private static void empty(JsonNode open) {
        if (open instanceof ObjectNode object) {
            object.properties().forEach(member -> empty(member.getValue()));
            object.removeAll();
        } else if (open instanceof ArrayNode array) {
            array.values().forEach(JsonPatchLawsTest::empty);
            array.removeAll();
        }
    }
}
