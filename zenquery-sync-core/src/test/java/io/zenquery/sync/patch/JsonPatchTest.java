package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import io.zenquery.sync.RandomDocuments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;

class JsonPatchTest {

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{a:1}          | [{op:'add',path:'/b',value:null}]                 | {a:1,b:null}",
                "{a:1}          | [{op:'add',path:'/a',value:2}]                    | {a:2}",
                "[1,2]          | [{op:'add',path:'/0',value:0}]                    | [0,1,2]",
                "[1,2]          | [{op:'add',path:'/2',value:3}]                    | [1,2,3]",
                "[1,2]          | [{op:'add',path:'/-',value:3}]                    | [1,2,3]",
                "{a:1}          | [{op:'add',path:'',value:[1]}]                    | [1]",
                "[1,2,3]        | [{op:'remove',path:'/1'}]                         | [1,3]",
                "{a:1,b:2}      | [{op:'remove',path:'/a'}]                         | {b:2}",
                "{a:null}       | [{op:'replace',path:'/a',value:1}]                | {a:1}",
                "[1,2]          | [{op:'replace',path:'/1',value:5}]                | [1,5]",
                "[1,2,3]        | [{op:'move',from:'/0',path:'/2'}]                 | [2,3,1]",
                "[1,2,3]        | [{op:'move',from:'/0',path:'/-'}]                 | [2,3,1]",
                "{a:{x:1},b:2}  | [{op:'move',from:'/a/x',path:'/b'}]               | {a:{},b:1}",
                "{a:{x:1}}      | [{op:'move',from:'/a/x',path:'/a'}]               | {a:1}",
                "[[1],2]        | [{op:'move',from:'/0/0',path:'/0'}]               | [1,[],2]",
                "{a:1}          | [{op:'move',from:'/a',path:'/a'}]                 | {a:1}",
                "{a:[1]}        | [{op:'copy',from:'/a',path:'/b'}]                 | {a:[1],b:[1]}",
                "{a:[1]}        | [{op:'copy',from:'/a/0',path:'/a/-'}]             | {a:[1,1]}",
                "{a:1}          | [{op:'test',path:'/a',value:1.0}]                 | {a:1}",
                "{a:{x:1,y:2}}  | [{op:'test',path:'/a',value:{y:2e0,x:1}}]         | {a:{x:1,y:2}}",
                "{'a/b':1,'m~n':2} | [{op:'remove',path:'/a~1b'},{op:'remove',path:'/m~0n'}] | {}",
                "{'1':{a:1}}    | [{op:'replace',path:'/1/a',value:2}]              | {'1':{a:2}}",
            })
    void apply_validPatch_givesTheDocumentOfTheRfcAndItsInverseLeadsBack(
            String document, String patch, String expected) {
        JsonNode before = json(document);
        JsonNode after = JsonPatch.apply(before, patch(patch));

        assertThat(after).isEqualTo(json(expected));
        assertThat(before).isEqualTo(json(document));
        assertThat(JsonPatch.apply(after, JsonPatch.invert(before, patch(patch))))
                .isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{a:1}   | [{op:'remove',path:'/b'}]                      | found none at \"b\"",
                "{a:1}   | [{op:'replace',path:'/b',value:1}]             | found none at \"b\"",
                "{a:1}   | [{op:'add',path:'/b/c',value:1}]               | found none at \"b\"",
                "{a:1}   | [{op:'add',path:'/a/c',value:1}]               | expected an object or array",
                "[1]     | [{op:'add',path:'/2',value:1}]                 | array index below 2",
                "[1]     | [{op:'add',path:'/01',value:1}]                | array index below 2",
                "[1]     | [{op:'remove',path:'/-'}]                      | found none at \"-\"",
                "[1]     | [{op:'replace',path:'/1',value:1}]             | found none at \"1\"",
                "{a:{}}  | [{op:'move',from:'/a',path:'/a/b'}]            | can't be moved into itself",
                "{a:1}   | [{op:'test',path:'/a',value:'1'}]              | expected \"1\", found 1",
                "{a:1}   | [{op:'test',path:'/b',value:null}]             | found none at \"b\"",
                "{a:1}   | [{op:'add',path:'/x',value:1},{op:'remove',path:'/y'}] | operation 1",
            })
    void apply_patchThatDoesNotFit_saysWhatWasExpectedAndChangesNothing(String document, String patch, String message) {
        JsonNode before = json(document);

        assertThatExceptionOfType(PatchException.class)
                .isThrownBy(() -> JsonPatch.apply(before, patch(patch)))
                .withMessageContaining(message.replaceFirst("^'(.*)'$", "$1"));
        assertThat(before).isEqualTo(json(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}", "[{}]", "[{op:'add',path:'/a'}]", "[{op:'move',path:'/a'}]", "[{op:'spam',path:'/a'}]",
                "[{op:'remove',path:'a'}]", "[{op:'remove',path:'/a~2'}]", "[{op:'remove',path:'/a~'}]", "[1]",
                        "[{op:1,path:''}]"
            })
    void parse_malformedPatch_isRefused(String patch) {
        assertThatExceptionOfType(PatchException.class).isThrownBy(() -> patch(patch));
    }

    @Test
    void apply_documentsSharedBetweenVersions_cannotBeMutatedByTheirReader() {
        ObjectNode after = (ObjectNode) JsonPatch.apply(json("{a:{b:1}}"), patch("[{op:'add',path:'/c',value:[]}]"));

        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> after.put("x", 1));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ((ObjectNode) after.get("a")).removeAll());
        assertThat(after.deepCopy().put("x", 1).get("x")).isEqualTo(IntNode.valueOf(1));
    }

    @Test
    void apply_onePath_sharesEverythingElse() {
        JsonNode before = json("{a:{x:[1,2]},b:{y:3}}");

        JsonNode after = JsonPatch.apply(before, patch("[{op:'replace',path:'/b/y',value:4}]"));

        assertThat(after.get("a")).isSameAs(before.get("a"));
    }

    @Test
    void applyAndInvert_randomPatches_agreeWithTheLibraryAndLeadBack() {
        for (int seed = 0; seed < 3_000; seed++) {
            RandomDocuments random = new RandomDocuments(seed);
            JsonNode before = random.document();
            List<Patch> patch = random.patch(before, 4);

            JsonNode after = JsonPatch.apply(before, patch);

            assertThat(Jackson3JsonPatch.apply(PatchFormat.format(patch), before.deepCopy()))
                    .as("seed %d: %s on %s", seed, PatchFormat.format(patch), before)
                    .isEqualTo(after);
            assertThat(JsonPatch.apply(after, JsonPatch.invert(before, patch)))
                    .as("seed %d: inverse of %s on %s", seed, PatchFormat.format(patch), before)
                    .isEqualTo(before);
        }
    }

    @Test
    void diff_randomDocuments_leadsFromOneToTheOther() {
        for (int seed = 0; seed < 2_000; seed++) {
            RandomDocuments random = new RandomDocuments(seed);
            JsonNode before = random.document();
            JsonNode after = JsonPatch.apply(before, random.patch(before, 5));

            assertThat(JsonPatch.apply(before, JsonDiff.between(before, after, path -> "id")))
                    .as("seed %d", seed)
                    .isEqualTo(after);
        }
    }

    @Test
    void diff_keyedList_followsElements() {
        JsonNode before = json("[{id:1,v:'a'},{id:2,v:'b'},{id:3,v:'c'}]");
        JsonNode after = json("[{id:3,v:'c'},{id:1,v:'x'},{id:4,v:'d'}]");

        List<Patch> diff = JsonDiff.between(before, after, path -> "id");

        assertThat(diff)
                .containsExactlyElementsOf(patch("[{op:'remove',path:'/1'},{op:'move',from:'/0',path:'/1'},"
                        + "{op:'add',path:'/2',value:{id:4,v:'d'}},{op:'replace',path:'/1/v',value:'x'}]"));
        assertThat(JsonPatch.apply(before, diff)).isEqualTo(after);
    }

    @Test
    void freeze_valueThatJsonCannotCarry_isRefused() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("a", tools.jackson.databind.node.DoubleNode.valueOf(Double.NaN));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        Json.freeze(new ObjectNode(tools.jackson.databind.node.JsonNodeFactory.instance, members)));
    }
}
