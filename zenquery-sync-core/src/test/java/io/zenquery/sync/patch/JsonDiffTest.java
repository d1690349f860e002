package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;

class JsonDiffTest {

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
    void diff_identitiesOfAnotherNumberType_areTheSameElements() {
        JsonNode before = Json.array(List.of(Json.object(Map.of("id", IntNode.valueOf(7)))));
        JsonNode after = Json.array(List.of(Json.object(Map.of("id", LongNode.valueOf(7)))));

        assertThat(JsonDiff.between(before, after, path -> "id")).isEmpty();
    }

    @Test
    void diff_identitiesThatNoDoubleTellsApart_areDifferentElements() {
        JsonNode before = json("[{id:9007199254740992,v:1}]");
        JsonNode after = json("[{id:9007199254740993,v:1}]");

        assertThat(JsonDiff.between(before, after, path -> "id"))
                .isEqualTo(patch("[{op:'remove',path:'/0'},{op:'add',path:'/0',value:{id:9007199254740993,v:1}}]"));
    }

    @Test
    void diff_documentsThatComeOrGo_addsOrRemovesTheRoot() {
        assertThat(JsonDiff.between(Json.ABSENT, json("1"), path -> null))
                .isEqualTo(patch("[{op:'add',path:'',value:1}]"));
        assertThat(JsonDiff.between(json("1"), Json.ABSENT, path -> null)).isEqualTo(patch("[{op:'remove',path:''}]"));
        assertThat(JsonDiff.between(Json.ABSENT, Json.ABSENT, path -> null)).isEmpty();
    }
}
