package io.zenquery.sync.protocol;

import static io.zenquery.sync.JsonText.json;
import static io.zenquery.sync.JsonText.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.NullNode;

class ProtocolCodecTest {
    private static final AtomKey DOC = AtomKey.of("doc");
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Mutation MUTATION = new Mutation(
            7,
            "task.add",
            json("{title:'x',price:1.10}"),
            Map.of(
                    DOC,
                    patch(
                            "[{op:'add',path:'/l/-',value:{a:null}},{op:'move',from:'/a',path:'/b'},{op:'test',path:'/c',value:1}]")),
            Map.of(DOC, "server-wins"),
            TIME);

    private static final Mutation TRACED = new Mutation(
            7,
            MUTATION.name(),
            MUTATION.input(),
            MUTATION.patches(),
            MUTATION.strategies(),
            TIME,
            Set.of(),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    static Stream<ClientMessage> clientMessages() {
        return Stream.of(
                new MutationBatch("f1", 3, 2, List.of(TRACED)),
                new Resume("me", "e1", null, 0, null, null),
                new Resume("me", "e1", "s1", 5, 1L, 9L, 3),
                new MutationBatch("f1", 3, 2, List.of(MUTATION)),
                new MutationBatch(
                        "f1", 0, 0, List.of(new Mutation(1, null, NullNode.getInstance(), Map.of(), Map.of(), null))));
    }

    static Stream<ServerMessage> serverMessages() {
        Ack ack = new Ack(1, 5, 5L);
        Rejection rejection = new Rejection(2, 5, "no", Reason.DEPENDENCY, "because");
        return Stream.of(
                new Welcome("s1", "f1", 5, 2, List.of(ack, rejection), TIME),
                new Welcome("s1", "f1", 5, 2, List.of(), TIME, 7),
                new Delta(
                        6,
                        5,
                        "s1",
                        new Origin("me", "e1", 3, "abc"),
                        List.of(rejection),
                        Map.of(DOC, patch("[{op:'remove',path:'/a~1b/0'}]")),
                        TIME),
                new Delta(6, 4, "s1", null, List.of(), Map.of(), TIME),
                new Delta(6, 4, "s1", null, List.of(), Map.of(), TIME, Map.of("tmp-1", "id-1"), TRACED.trace()),
                new Snapshot(6, "s1", Map.of(DOC, json("{a:[1,2.50,null]}")), List.of(ack), TIME, 7),
                ack,
                new Ack(1, 5, null),
                rejection,
                new Problem(ProblemCode.BASE_TOO_OLD, "old", null),
                new Problem(ProblemCode.TRY_LATER, "busy", 4L));
    }

    /** Who knows no traces ignores them, and both must find the same hash. */
    @Test
    void hash_isThatOfTheMutationWithoutItsTrace() {
        assertThat(ProtocolCodec.hash(TRACED)).isEqualTo(ProtocolCodec.hash(MUTATION));
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00, true",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01, false",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x, false",
        "x, false"
    })
    void trace_isValidInTheFormOfW3c(String text, boolean valid) {
        assertThat(TraceParent.isValid(text)).isEqualTo(valid);
    }

    /** A message is not refused for what nothing but tracing needs. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"00-x\"", "\"\"", "null", "\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x\""})
    void trace_thatIsNone_isTakenForNone(String trace) {
        String mutation = "{\"clientSeq\":1,\"patches\":{},\"trace\":" + trace + "}";
        String batch = "{\"type\":\"mutations\",\"fence\":\"f\",\"baseServerSeq\":1,\"prevClientSeq\":0,\"batch\":["
                + mutation + "]}";
        String delta = "{\"type\":\"delta\",\"serverSeq\":6,\"prevServerSeq\":4,\"epoch\":\"s1\",\"stamp\":\"" + TIME
                + "\",\"patches\":{},\"trace\":" + trace + "}";

        assertThat(ProtocolCodec.decodeClient(batch.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new MutationBatch(
                        "f", 1, 0, List.of(new Mutation(1, null, NullNode.getInstance(), Map.of(), Map.of(), null))));
        assertThat(ProtocolCodec.decodeServer(delta.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Delta(6, 4, "s1", null, List.of(), Map.of(), TIME));
    }

    @ParameterizedTest
    @MethodSource("clientMessages")
    void clientMessage_encodedAndDecoded_isTheSame(ClientMessage message) {
        assertThat(ProtocolCodec.decodeClient(ProtocolCodec.encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("serverMessages")
    void serverMessage_encodedAndDecoded_isTheSame(ServerMessage message) {
        assertThat(ProtocolCodec.decodeServer(ProtocolCodec.encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | as JSON",
                "[] | as an object",
                "{\"a\":1} | member \"type\"",
                "{\"type\":\"hello\"} | got \"hello\"",
                "{\"type\":\"resume\",\"protocol\":\"zenquery.v9\"} | zenquery.v1",
                "{\"type\":\"mutations\",\"fence\":\"f\",\"baseServerSeq\":-1} | integer from 0",
                "{\"type\":\"mutations\",\"fence\":\"f\",\"baseServerSeq\":1.5} | integer from 0",
                "{\"type\":\"mutations\",\"fence\":\"f\",\"baseServerSeq\":1,\"prevClientSeq\":0,\"batch\":{}} | as an array",
                "{\"type\":\"mutations\",\"fence\":\"f\",\"baseServerSeq\":1,\"prevClientSeq\":0,\"batch\":[{\"clientSeq\":1,\"patches\":{\"a\":[{\"op\":\"zap\"}]}}]} | \"path\"",
            })
    void decode_notAMessage_saysWhatWasExpected(String text, String expected) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> ProtocolCodec.decodeClient(text.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(expected);
    }

    @Test
    void hash_sameContentInOtherOrder_isEqualAndOtherContentDiffers() {
        Mutation reordered = new Mutation(
                7, "task.add", json("{price:1.10,title:'x'}"), MUTATION.patches(), MUTATION.strategies(), TIME);
        Mutation other = new Mutation(
                7, "task.add", json("{price:1.20,title:'x'}"), MUTATION.patches(), MUTATION.strategies(), TIME);

        assertThat(ProtocolCodec.hash(reordered))
                .isEqualTo(ProtocolCodec.hash(MUTATION))
                .hasSize(32);
        assertThat(ProtocolCodec.hash(other)).isNotEqualTo(ProtocolCodec.hash(MUTATION));
        Mutation travelled = ((MutationBatch) ProtocolCodec.decodeClient(
                        ProtocolCodec.encode(new MutationBatch("f", 0, 0, List.of(MUTATION)))))
                .batch()
                .get(0);
        assertThat(ProtocolCodec.hash(travelled)).isEqualTo(ProtocolCodec.hash(MUTATION));
    }

    @Test
    void hash_ofADouble_survivesTheWire() {
        for (double value : new double[] {1e10, 1e300, 0.1, 1.0}) {
            Mutation mutation = new Mutation(
                    1,
                    null,
                    NullNode.getInstance(),
                    Map.of(DOC, List.of(Patch.add("/x", DoubleNode.valueOf(value)))),
                    Map.of(),
                    null);
            Mutation travelled = ((MutationBatch) ProtocolCodec.decodeClient(
                            ProtocolCodec.encode(new MutationBatch("f", 0, 0, List.of(mutation)))))
                    .batch()
                    .get(0);

            assertThat(ProtocolCodec.hash(travelled)).isEqualTo(ProtocolCodec.hash(mutation));
        }
    }

    @Test
    void encode_symbolKey_isRefused() {
        Mutation local =
                new Mutation(1, null, NullNode.getInstance(), Map.of(AtomKey.symbol("s"), List.of()), Map.of(), null);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ProtocolCodec.encode(new MutationBatch("f", 0, 0, List.of(local))));
    }
}
