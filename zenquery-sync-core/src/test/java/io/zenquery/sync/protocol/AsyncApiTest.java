package io.zenquery.sync.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The schemas of docs/asyncapi.yaml say what the codec reads and writes. */
class AsyncApiTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final JsonNode FILE =
            new YAMLMapper().readTree(Path.of("..", "docs", "asyncapi.yaml").toFile());
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    static Stream<String> messages() {
        return FILE.at("/components/messages").propertyNames().stream();
    }

    private static ObjectNode example(String message) {
        return (ObjectNode) FILE.at("/components/messages/" + message + "/examples/0/payload")
                .deepCopy();
    }

    private static List<Error> errors(String message, JsonNode content) {
        ObjectNode root = new YAMLMapper().createObjectNode();
        root.setAll((ObjectNode) FILE.at("/components/messages/" + message + "/payload"));
        root.set("components", FILE.get("components"));
        Schema schema = SCHEMAS.getSchema(root);
        return schema.validate(content);
    }

    private static boolean isRead(JsonNode content) {
        byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
        try {
            boolean fromClient =
                    Set.of("resume", "mutations").contains(content.path("type").asString());
            Object read = fromClient ? ProtocolCodec.decodeClient(bytes) : ProtocolCodec.decodeServer(bytes);
            return read != null;
        } catch (ProtocolException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void example_ofEachMessage_isValid(String message) {
        assertThat(errors(message, example(message))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void member_withoutWhichTheCodecReadsNothing_isRequired(String message) {
        for (String member : Set.copyOf(example(message).propertyNames())) {
            ObjectNode without = example(message);
            without.remove(member);

            if (!isRead(without)) {
                assertThat(errors(message, without))
                        .as("%s without %s", message, member)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void member_ofAnotherType_isInvalid(String message) {
        for (String member : Set.copyOf(example(message).propertyNames())) {
            ObjectNode wrong = example(message);
            wrong.set(member, wrong.get(member).isBoolean() ? NullNode.getInstance() : wrong.booleanNode(true));

            assertThat(isRead(wrong)).as("%s with %s", message, wrong).isFalse();
            assertThat(errors(message, wrong)).as("%s with %s", message, wrong).isNotEmpty();
        }
    }

    /** What is required is always written. */
    @Test
    void shortestMessages_ofEachType_areValid() {
        Mutation mutation = new Mutation(1, null, NullNode.getInstance(), Map.of(), Map.of(), null);
        List<ClientMessage> client =
                List.of(new Resume("a", "e", null, 0, null, null), new MutationBatch("f", 0, 0, List.of(mutation)));
        List<ServerMessage> server = List.of(
                new Welcome("s", "f", 0, 0, List.of(), TIME),
                new Delta(1, 0, "s", null, List.of(), Map.of(), TIME),
                new Snapshot(0, "s", Map.of(), List.of(), TIME),
                new Head(0, "s"),
                new Ack(1, 0, null),
                new Rejection(1, 0, "no", Reason.PERMANENT, ""),
                new Problem(ProblemCode.INTERNAL, "", null));
        Set<String> types = new TreeSet<>();

        Stream.concat(
                        client.stream().map(ProtocolCodec::encode),
                        server.stream().map(ProtocolCodec::encode))
                .map(bytes -> new YAMLMapper().readTree(bytes))
                .forEach(json -> {
                    types.add(json.get("type").stringValue());
                    assertThat(errors(json.get("type").stringValue(), json)).isEmpty();
                });

        assertThat(types).containsExactlyInAnyOrderElementsOf(messages().toList());
    }

    @Test
    void codes_areThoseOfTheCodec() {
        assertThat(FILE.at("/components/schemas/problem/properties/code/enum").values())
                .extracting(JsonNode::stringValue)
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemCode.values())
                        .map(JsonFields::wireName)
                        .toList());
    }
}
