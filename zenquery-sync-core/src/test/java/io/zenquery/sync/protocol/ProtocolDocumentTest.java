package io.zenquery.sync.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of docs/protocol.md are messages, and there is one of each kind. */
class ProtocolDocumentTest {
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)\n```", Pattern.DOTALL);
    private static final Set<String> FROM_CLIENTS = Set.of("resume", "mutations");

    private final String document = read("protocol.md");
    private final List<JsonNode> examples = EXAMPLE.matcher(document)
            .results()
            .map((MatchResult match) -> JsonMapper.shared().readTree(match.group(1)))
            .toList();

    private static String read(String file) {
        try {
            return Files.readString(Path.of("..", "docs", file));
        } catch (IOException e) {
            throw new IllegalStateException("expected docs/" + file + " beside the module", e);
        }
    }

    @Test
    void example_each_isReadAndWrittenAsItStands() {
        for (JsonNode example : examples) {
            byte[] bytes = example.toString().getBytes(StandardCharsets.UTF_8);
            byte[] written = FROM_CLIENTS.contains(example.get("type").stringValue())
                    ? ProtocolCodec.encode(ProtocolCodec.decodeClient(bytes))
                    : ProtocolCodec.encode(ProtocolCodec.decodeServer(bytes));
            assertThat(JsonMapper.shared().readTree(written)).isEqualTo(example);
        }
    }

    @Test
    void examples_haveEachTypeOfMessage() {
        Set<String> types = new TreeSet<>();
        examples.forEach(example -> types.add(example.get("type").stringValue()));

        assertThat(types)
                .containsExactlyInAnyOrder(
                        "resume", "mutations", "welcome", "delta", "snapshot", "head", "ack", "error", "problem");
    }

    @Test
    void asyncapi_hasTheSameExamples() {
        String payload = "- payload: ";
        List<JsonNode> same = read("asyncapi.yaml")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(payload))
                .map(line -> JsonMapper.shared().readTree(line.substring(payload.length())))
                .toList();

        assertThat(same).containsExactlyElementsOf(examples);
    }

    private JsonNode example(String type) {
        return examples.stream()
                .filter(example -> example.get("type").stringValue().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hash_ofTheExample_isAsTheDocumentSays() {
        JsonNode batch = example("mutations");
        MutationBatch decoded =
                (MutationBatch) ProtocolCodec.decodeClient(batch.toString().getBytes(StandardCharsets.UTF_8));

        String hash = ProtocolCodec.hash(decoded.batch().get(1));
        assertThat(document).contains("`" + hash + "`");
        assertThat(example("delta").at("/origin/hash").stringValue()).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "'stamp':'2026-11-24T10:15:30.000Z' | 'stamp':'2026-11-24T10:15:30Z'",
                "'creates':['b','a']                | 'creates':['a','b']",
                "'creates':[],'strategies':{},'input':null,'name':null | 'clientSeq':1",
                "'input':1.50                       | 'input':1.5",
                "'patches':{'d':[{'op':'remove','path':'/a','value':1}]} | 'patches':{'d':[{'op':'remove','path':'/a'}]}"
            })
    void hash_isOfTheContentNotOfTheText(String written, String canonical) {
        assertThat(ProtocolCodec.hash(mutation(written))).isEqualTo(ProtocolCodec.hash(mutation(canonical)));
    }

    private static Mutation mutation(String members) {
        String json = "{'type':'mutations','fence':'f','baseServerSeq':0,'prevClientSeq':0,'batch':[{'clientSeq':1,"
                + (members.contains("clientSeq") ? "" : members + ",") + "'patches':{}}]}";
        String once = members.startsWith("'patches'") ? json.replace(",'patches':{}", "") : json;
        return ((MutationBatch)
                        ProtocolCodec.decodeClient(once.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .batch()
                .get(0);
    }

    @Test
    void codesAndReasons_areAllNamed() {
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(document).contains("| `" + JsonFields.wireName(code) + "` |");
        }
        for (Reason reason : Reason.values()) {
            assertThat(document).contains("`" + JsonFields.wireName(reason) + "`");
        }
    }
}
