package io.zenquery.sync.patch;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
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
                "{a:1}          | []                                                | {a:1}",
                "{}             | [{op:'add',path:'/',value:1}]                     | {'':1}",
                "{a:{}}         | [{op:'add',path:'/a/',value:1}]                   | {a:{'':1}}",
                "{a:1}          | [{op:'add',path:'/0',value:2}]                    | {a:1,'0':2}",
                "{}             | [{op:'add',path:'/-',value:2}]                    | {'-':2}",
                "{'01':1}       | [{op:'replace',path:'/01',value:2}]               | {'01':2}",
                "{'1e0':1}      | [{op:'remove',path:'/1e0'}]                       | {}",
                "{a:1}          | [{op:'add',path:'/A',value:2}]                    | {a:1,A:2}",
                "[]             | [{op:'add',path:'/0',value:1}]                    | [1]",
                "[1,[2,[3]]]    | [{op:'add',path:'/1/1/-',value:{a:[]}}]           | [1,[2,[3,{a:[]}]]]",
                "[0,0,0,0,0,0,0,0,0,0,1] | [{op:'remove',path:'/10'}]              | [0,0,0,0,0,0,0,0,0,0]",
                "[1,2,3,4]      | [{op:'remove',path:'/1'},{op:'remove',path:'/2'}] | [1,3]",
                "[]             | [{op:'add',path:'',value:{}}]                     | {}",
                "{a:1}          | [{op:'replace',path:'',value:null}]               | null",
                "1              | [{op:'replace',path:'',value:'x'}]                | \"x\"",
                "{a:[1]}        | [{op:'move',from:'/a',path:''}]                   | [1]",
                "{a:[1]}        | [{op:'move',from:'',path:''}]                     | {a:[1]}",
                "{a:[1]}        | [{op:'copy',from:'/a/0',path:''}]                 | 1",
                "{a:1}          | [{op:'copy',from:'',path:'/b'}]                   | {a:1,b:{a:1}}",
                "{a:1}          | [{op:'test',path:'',value:{a:1}}]                 | {a:1}",
                "{a:null}       | [{op:'test',path:'/a',value:null}]                | {a:null}",
                "{a:null}       | [{op:'move',from:'/a',path:'/b'}]                 | {b:null}",
                "{a:null}       | [{op:'copy',from:'/a',path:'/b'}]                 | {a:null,b:null}",
                "{a:1,b:null}   | [{op:'move',from:'/a',path:'/b'}]                 | {b:1}",
                "{a:1,b:2}      | [{op:'copy',from:'/a',path:'/b'}]                 | {a:1,b:1}",
                "[5,6,{b:1}]    | [{op:'move',from:'/0',path:'/1/b'}]               | [6,{b:5}]",
                "[{b:1},5]      | [{op:'move',from:'/1',path:'/0/b'}]               | [{b:5}]",
                "[5,6,[1]]      | [{op:'move',from:'/0',path:'/1/0'}]               | [6,[5,1]]",
                "[[1,2],3]      | [{op:'move',from:'/0/1',path:'/1'}]               | [[1],2,3]",
                "[[1,2],3]      | [{op:'move',from:'/1',path:'/0/-'}]               | [[1,2,3]]",
                "{'~1':1,'/':2} | [{op:'remove',path:'/~01'}]                       | {'/':2}",
                "{a:1.10}       | [{op:'test',path:'/a',value:1.1},{op:'copy',from:'/a',path:'/b'}] | {a:1.10,b:1.10}",
                "{a:1}          | [{op:'add',path:'/b',value:{}},{op:'add',path:'/b/c',value:1},{op:'move',from:'/b',path:'/a'}] | {a:{c:1}}",
                "{a:{b:1}}      | [{op:'replace',path:'/a/b',value:2},{op:'copy',from:'/a',path:'/c'},{op:'replace',path:'/a/b',value:3}] | {a:{b:3},c:{b:2}}",
                "{l:[1,2]}      | [{op:'replace',path:'/l/0',value:7},{op:'copy',from:'/l',path:'/m'},{op:'replace',path:'/l/1',value:8}] | {l:[7,8],m:[7,2]}",
                "[1,2,3]        | [{op:'replace',path:'/0',value:9},{op:'remove',path:'/1'},{op:'add',path:'/0',value:8},{op:'add',path:'/1',value:7},{op:'remove',path:'/3'}] | [8,7,9]",
                "{l:[[1],2]}    | [{op:'add',path:'/l/0/-',value:5},{op:'move',from:'/l/0',path:'/m'},{op:'add',path:'/m/-',value:6},{op:'copy',from:'/m',path:'/l/0'},{op:'remove',path:'/m/0'}] | {l:[[1,5,6],2],m:[5,6]}",
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
                "{a:1}   | [{op:'add',path:'/x',value:1},{op:'remove',path:'/y'}] | operation 1 (remove \"/y\"): \"/y\"",
                "{a:1}   | [{op:'add',path:'/a/b/c',value:1}]             | found none at \"b\" of 1",
                "[1]     | [{op:'add',path:'/-1',value:1}]                | array index below 2",
                "[1]     | [{op:'add',path:'/1e0',value:1}]               | array index below 2",
                "[1]     | [{op:'add',path:'/x',value:1}]                 | array index below 2",
                "[1]     | [{op:'add',path:'/4294967296',value:1}]        | array index below 2",
                "[1,2]   | [{op:'test',path:'/01',value:2}]               | found none at \"01\"",
                "[1,2]   | [{op:'test',path:'/1e0',value:2}]              | found none at \"1e0\"",
                "[1]     | [{op:'replace',path:'/00',value:2}]            | found none at \"00\"",
                "[[1]]   | [{op:'add',path:'/-/0',value:2}]               | found none at \"-\"",
                "[1]     | [{op:'copy',from:'/-',path:'/0'}]              | found none at \"-\"",
                "{a:1}   | [{op:'move',from:'/b',path:'/b'}]              | found none at \"b\"",
                "{a:1}   | [{op:'move',from:'/b',path:'/a'}]              | found none at \"b\"",
                "[1]     | [{op:'move',from:'/0',path:'/1'}]              | array index below 1",
                "{a:1}   | [{op:'move',from:'',path:'/a'}]                | can't be moved into itself",
                "{a:1}   | [{op:'remove',path:''},{op:'test',path:'',value:null}] | expected a document",
                "{a:1}   | [{op:'remove',path:''},{op:'add',path:'/a',value:1}]   | expected a document",
                "{a:{}}  | [{op:'test',path:'/a',value:[]}]               | expected an array of 0, found an object of 0",
                "{a:[1]} | [{op:'test',path:'/a',value:[1,2]}]            | expected an array of 2",
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
    void apply_rootRemovedAndAdded_givesNoDocumentAndANewOne() {
        List<Patch> remove = patch("[{op:'remove',path:''}]");
        List<Patch> add = patch("[{op:'add',path:'',value:{b:2}}]");
        JsonNode before = json("{a:1}");

        assertThat(JsonPatch.apply(before, remove)).isSameAs(Json.ABSENT);
        assertThat(JsonPatch.apply(Json.ABSENT, JsonPatch.invert(before, remove)))
                .isEqualTo(before);
        assertThat(JsonPatch.apply(Json.ABSENT, add)).isEqualTo(json("{b:2}"));
        assertThat(JsonPatch.invert(Json.ABSENT, add)).isEqualTo(remove);
    }

    @Test
    void invert_moveThatOverwritesInAShiftedList_putsTheMemberBackWhereItWas() {
        JsonNode before = json("[5,6,{b:1}]");

        assertThat(JsonPatch.invert(before, patch("[{op:'move',from:'/0',path:'/1/b'}]")))
                .isEqualTo(patch("[{op:'move',from:'/1/b',path:'/0'},{op:'add',path:'/2/b',value:1}]"));
    }

    @Test
    void valueAt_theExamplesOfRfc6901_findsEach() {
        JsonNode document =
                json("{'foo':['bar','baz'],'':0,'a/b':1,'c%d':2,'e^f':3,'g|h':4,'i\\\\j':5,'k\"l':6,' ':7,'m~n':8}");

        assertThat(JsonPatch.valueAt(document, JsonPointer.ROOT)).isSameAs(document);
        assertThat(Stream.of("/foo/0", "/", "/a~1b", "/c%d", "/e^f", "/g|h", "/i\\j", "/k\"l", "/ ", "/m~0n")
                        .map(path -> JsonPatch.valueAt(document, JsonPointer.parse(path)))
                        .toList())
                .hasToString("[\"bar\", 0, 1, 2, 3, 4, 5, 6, 7, 8]");
    }
}
