package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;

/** Writes messages as UTF-8 JSON and reads them back. Thread-safe. */
public final class ProtocolCodec {
    /** The version of the protocol; part of each resume and welcome. */
    public static final String VERSION = "zenquery.v1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProtocolCodec() {}

    /** Writes what a client says. */
    public static byte[] encode(ClientMessage message) {
        return bytes(ClientFormat.format(message));
    }

    /**
     * Reads what a client says.
     *
     * @throws ProtocolException if it is not a message
     */
    public static ClientMessage decodeClient(byte[] bytes) {
        return ClientFormat.parse(parse(bytes));
    }

    /** Writes what a server says. */
    public static byte[] encode(ServerMessage message) {
        return bytes(ServerFormat.format(message));
    }

    /**
     * Reads what a server says.
     *
     * @throws ProtocolException if it is not a message
     */
    public static ServerMessage decodeServer(byte[] bytes) {
        return ServerFormat.parse(parse(bytes));
    }

    /**
     * Writes what a server says as the bodies of frames, as few as there may be: a body is one message, or an array of several, in their
     * order.
     *
     * @param mostBytes how large a body may be that has several messages
     */
    public static List<byte[]> encodeFrames(List<? extends ServerMessage> messages, int mostBytes) {
        return Bundles.of(messages.stream().map(ProtocolCodec::encode).toList(), mostBytes);
    }

    /**
     * Reads the body of a frame of a server: a message, or an array of them.
     *
     * @return the messages, to be taken in this order; at least one
     * @throws ProtocolException if any of them is not a message; then none is to be taken
     */
    public static List<ServerMessage> decodeServerFrame(byte[] bytes) {
        JsonNode json = parse(bytes);
        if (!json.isArray()) {
            return List.of(ServerFormat.parse(json));
        }
        if (json.isEmpty()) {
            throw new ProtocolException("expected a message, or several in an array, got an empty array");
        }
        return json.values().stream().map(ServerFormat::parse).toList();
    }

    /** How many bytes a mutation takes in a batch. */
    public static int size(Mutation mutation) {
        return bytes(ClientFormat.format(mutation)).length;
    }

    /**
     * A hash of a mutation's content, its number included: equal for equal content, whatever the order of members. SHA-256, the
     * first 16 bytes, in hexadecimal.
     */
    public static String hash(Mutation mutation) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(sorted(ClientFormat.content(mutation))));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return Json.object(members);
        }
        if (node.isFloatingPointNumber()) {
            // The peer reads a decimal where this side may hold a double: the same number must give the same text.
            return DecimalNode.valueOf(new BigDecimal(node.asString()).stripTrailingZeros());
        }
        return node.isArray()
                ? Json.array(node.values().stream().map(ProtocolCodec::sorted).toList())
                : node;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json == null || json.isMissingNode()) {
                throw new ProtocolException("expected a message as JSON, got nothing");
            }
            return json;
        } catch (JacksonException e) {
            throw new ProtocolException("expected a message as JSON, got: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] bytes(JsonNode json) {
        return MAPPER.writeValueAsBytes(json);
    }
}
