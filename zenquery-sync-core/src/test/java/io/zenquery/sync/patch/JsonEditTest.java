package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import io.zenquery.sync.RandomDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;

/** {@link JsonDiff#edit} and {@link ProjectedEdit}: the patch of somebody who had the document in his hands. */
class JsonEditTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static JsonNode numbers(int count) {
        return Json.array(IntStream.range(0, count)
                .mapToObj(i -> (JsonNode) IntNode.valueOf(i))
                .toList());
    }

    private static JsonNode items(int count) {
        return Json.array(IntStream.range(0, count)
                .mapToObj(i -> (JsonNode) Json.object(Map.of("id", IntNode.valueOf(i))))
                .toList());
    }

    private static JsonNode changed(JsonNode list, List<Patch> patch) {
        return JsonPatch.apply(list, patch);
    }

    @Test
    void insertInFront_ofAThousandElements_isOneAdd() {
        JsonNode before = numbers(1000);
        List<Patch> insert = patch("[{op:'add',path:'/0',value:-1}]");

        assertThat(JsonDiff.edit(before, changed(before, insert), path -> null)).isEqualTo(insert);
    }

    @Test
    void removalInTheMiddle_andAChangeBehindIt_areOneOperationEach() {
        JsonNode before = items(1000);
        List<Patch> edit = patch("[{op:'remove',path:'/500'},{op:'add',path:'/700/t',value:1}]");

        assertThat(JsonDiff.edit(before, changed(before, edit), path -> null)).isEqualTo(edit);
    }

    @Test
    void moveInAListWithIdentities_isOneMove() {
        JsonNode before = items(1000);
        List<Patch> move = patch("[{op:'move',from:'/900',path:'/3'}]");

        assertThat(JsonDiff.edit(before, changed(before, move), path -> "id")).isEqualTo(move);
    }

    @Test
    void elementsThatAreAllEqual_oneMore_isOneAdd() {
        assertThat(JsonDiff.edit(json("[0,0,0]"), json("[0,0,0,0]"), path -> null))
                .isEqualTo(patch("[{op:'add',path:'/3',value:0}]"));
    }

    @Test
    void between_listWithoutIdentities_isStillReplacedWhole() {
        assertThat(JsonDiff.between(json("[1,2]"), json("[0,1,2]"), path -> null))
                .isEqualTo(patch("[{op:'replace',path:'',value:[0,1,2]}]"));
    }

    /** The library beside our own apply: the patch is a valid one, and leads there. */
    @Test
    void randomEdits_leadThere_byBothImplementations() {
        for (long seed = 0; seed < 2000; seed++) {
            RandomDocuments documents = new RandomDocuments(seed);
            JsonNode before = documents.document();
            JsonNode after = JsonPatch.apply(before, documents.patch(before, 6));

            List<Patch> edit = JsonDiff.edit(before, after, path -> null);

            assertThat(JsonPatch.apply(before, edit))
                    .as("seed %s: %s", seed, edit)
                    .isEqualTo(after);
            assertThat(Jackson3JsonPatch.apply(
                            MAPPER.readTree(PatchFormat.format(edit).toString()), MAPPER.readTree(before.toString())))
                    .as("seed %s: %s", seed, edit)
                    .isEqualTo(MAPPER.readTree(after.toString()));
            assertThat(JsonDiff.edit(before, before, path -> null)).isEmpty();
        }
    }

    @Test
    void randomLists_withRepeatedElements_leadThere() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            JsonNode before = small(random);
            JsonNode after = small(random);

            List<Patch> edit = JsonDiff.edit(before, after, path -> null);

            assertThat(JsonPatch.apply(before, edit))
                    .as("%s to %s", before, after)
                    .isEqualTo(after);
            assertThat(edit.size()).isLessThanOrEqualTo(before.size() + after.size());
        }
    }

    private static JsonNode small(Random random) {
        List<JsonNode> elements = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            elements.add(IntNode.valueOf(random.nextInt(4)));
        }
        return Json.array(elements);
    }

    // ---------------------------------------------------------------------------------------------------- projected

    private static List<Patch> projected(String document, String before, String after) {
        return ProjectedEdit.between(json(document), json(before), json(after), path -> null);
    }

    @Test
    void projected_unknownMembers_stay() {
        assertThat(projected(
                        "{title:'a',x:1,items:[{t:'p',y:1},{t:'q',y:2}]}",
                        "{title:'a',items:[{t:'p'},{t:'q'}]}",
                        "{title:'b',items:[{t:'n'},{t:'p'},{t:'r'}]}"))
                .containsExactlyInAnyOrderElementsOf(patch("[{op:'replace',path:'/title',value:'b'},"
                        + "{op:'add',path:'/items/0',value:{t:'n'}},{op:'replace',path:'/items/2/t',value:'r'}]"));
    }

    @Test
    void projected_memberThatTheTypeRemoved_goes() {
        assertThat(projected("{a:1,b:2,x:3}", "{a:1,b:2}", "{a:1}")).isEqualTo(patch("[{op:'remove',path:'/b'}]"));
    }

    @Test
    void projected_defaultsThatTheDocumentLacks_areNotWritten_untilTheyChange() {
        assertThat(projected("{a:1}", "{a:1,note:null}", "{a:2,note:null}"))
                .isEqualTo(patch("[{op:'replace',path:'/a',value:2}]"));
        assertThat(projected("{a:1}", "{a:1,note:null}", "{a:1,note:'n'}"))
                .isEqualTo(patch("[{op:'add',path:'/note',value:'n'}]"));
    }

    @Test
    void projected_anotherFormOfTheSameValue_isNoChange() {
        assertThat(projected("{n:1.0,x:1}", "{n:1}", "{n:1}")).isEmpty();
    }

    @Test
    void projected_noDocument_isAddedWhole_andNoneAfter_removed() {
        assertThat(ProjectedEdit.between(Json.ABSENT, Json.ABSENT, json("{a:1}"), path -> null))
                .isEqualTo(patch("[{op:'add',path:'',value:{a:1}}]"));
        assertThat(ProjectedEdit.between(json("{a:1,x:1}"), json("{a:1}"), Json.ABSENT, path -> null))
                .isEqualTo(patch("[{op:'remove',path:''}]"));
    }
}
