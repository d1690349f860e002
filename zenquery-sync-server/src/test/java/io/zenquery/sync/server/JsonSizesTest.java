package io.zenquery.sync.server;

import static io.zenquery.sync.server.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

class JsonSizesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1                     | 1 | 0 | 1",
                "true                  | 1 | 0 | 4",
                "null                  | 1 | 0 | 4",
                "12.50                 | 1 | 0 | 4",
                "'abc'                 | 1 | 0 | 5",
                "[]                    | 1 | 1 | 2",
                "[1,[2]]               | 4 | 2 | 9",
                "{'a':1,'bc':{'d':[]}} | 4 | 3 | 23",
            })
    void size_ofAValue_isWhatItTakes(String text, long nodes, int depth, long bytes) {
        assertThat(new JsonSizes().of(Json.freeze(json(text)))).isEqualTo(new JsonSize(nodes, depth, bytes));
    }

    @Test
    void bytes_ofText_areThoseOfItsJson() {
        for (String text : List.of("", "a", "ä", "€", "😀", "\"\\\n\t\b\f\r", "\u0001\u000b\u001f", "a\u007fb")) {
            assertThat(JsonSize.text(text))
                    .as(text)
                    .isEqualTo(JsonMapper.shared().writeValueAsBytes(StringNode.valueOf(text)).length);
        }
    }

    @Test
    void size_ofCopiesOfCopies_isKnownAtOnce() {
        JsonNode document = JsonPatch.apply(
                json("{'a':[]}"),
                IntStream.range(0, 200).mapToObj(i -> Patch.copy("/a", "/a/-")).toList());

        assertThat(new JsonSizes().of(document).nodes()).isGreaterThan(1L << 60);
    }
}
