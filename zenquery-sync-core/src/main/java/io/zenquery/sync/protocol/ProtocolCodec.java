package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchFormat;
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
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes messages as UTF-8 JSON and reads them back. Thread-safe. */
public final class ProtocolCodec {
    /** The version of the protocol; part of each resume and welcome. */
    public static final String VERSION = "zenquery.v1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ProtocolCodec() {}

    /** Writes what a client says. */
    public static byte[] encode(ClientMessage message) {
        if (message instanceof Resume resume) {
            ObjectNode json = object("resume");
            json.put("protocol", VERSION).put("clientId", resume.clientId()).put("clientEpoch", resume.clientEpoch());
            put(json, "serverEpoch", resume.serverEpoch());
            json.put("confirmedServerSeq", resume.confirmedServerSeq());
            put(json, "firstPending", resume.firstPending());
            put(json, "lastPending", resume.lastPending());
            return bytes(json);
        }
        MutationBatch batch = (MutationBatch) message;
        ObjectNode json = object("mutations");
        json.put("fence", batch.fence())
                .put("baseServerSeq", batch.baseServerSeq())
                .put("prevClientSeq", batch.prevClientSeq());
        ArrayNode mutations = json.putArray("batch");
        batch.batch().forEach(mutation -> mutations.add(format(mutation)));
        return bytes(json);
    }

    /**
     * Reads what a client says.
     *
     * @throws ProtocolException if it is not a message
     */
    public static ClientMessage decodeClient(byte[] bytes) {
        JsonFields fields = new JsonFields(parse(bytes), "message");
        String type = fields.text("type");
        switch (type) {
            case "resume" -> {
                requireVersion(fields);
                return new Resume(
                        fields.text("clientId"),
                        fields.text("clientEpoch"),
                        fields.optionalText("serverEpoch"),
                        fields.number("confirmedServerSeq"),
                        fields.optionalNumber("firstPending"),
                        fields.optionalNumber("lastPending"));
            }
            case "mutations" -> {
                return new MutationBatch(
                        fields.text("fence"),
                        fields.number("baseServerSeq"),
                        fields.number("prevClientSeq"),
                        fields.list("batch", ProtocolCodec::parseMutation));
            }
            default -> throw new ProtocolException("expected type resume or mutations, got \"" + type + "\"");
        }
    }

    /** Writes what a server says. */
    public static byte[] encode(ServerMessage message) {
        return bytes(format(message));
    }

    /**
     * Reads what a server says.
     *
     * @throws ProtocolException if it is not a message
     */
    public static ServerMessage decodeServer(byte[] bytes) {
        return parseServer(parse(bytes));
    }

    /**
     * A hash of a mutation's content, its number included: equal for equal content, whatever the order of members. SHA-256, the
     * first 16 bytes, in hexadecimal.
     */
    public static String hash(Mutation mutation) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(sorted(format(mutation))));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static ObjectNode format(ServerMessage message) {
        if (message instanceof Welcome welcome) {
            ObjectNode json = object("welcome");
            json.put("protocol", VERSION)
                    .put("serverEpoch", welcome.serverEpoch())
                    .put("fence", welcome.fence())
                    .put("head", welcome.head())
                    .put("lastDecided", welcome.lastDecided())
                    .put("serverTime", welcome.serverTime().toString());
            json.set("verdicts", formatAll(welcome.verdicts()));
            return json;
        } else if (message instanceof Delta delta) {
            ObjectNode json = object("delta");
            json.put("serverSeq", delta.serverSeq())
                    .put("prevServerSeq", delta.prevServerSeq())
                    .put("epoch", delta.epoch())
                    .put("stamp", delta.stamp().toString());
            Origin origin = delta.origin();
            if (origin != null) {
                json.putObject("origin")
                        .put("clientId", origin.clientId())
                        .put("clientEpoch", origin.clientEpoch())
                        .put("clientSeq", origin.clientSeq())
                        .put("hash", origin.hash());
            }
            if (!delta.verdicts().isEmpty()) {
                json.set("verdicts", formatAll(delta.verdicts()));
            }
            json.set("patches", format(delta.patches()));
            return json;
        } else if (message instanceof Snapshot snapshot) {
            ObjectNode json = object("snapshot");
            json.put("serverSeq", snapshot.serverSeq())
                    .put("epoch", snapshot.epoch())
                    .put("stamp", snapshot.stamp().toString());
            ObjectNode state = json.putObject("state");
            snapshot.state().forEach((atom, document) -> state.set(name(atom), document));
            json.set("verdicts", formatAll(snapshot.verdicts()));
            return json;
        } else if (message instanceof Ack ack) {
            ObjectNode json = object("ack");
            json.put("clientSeq", ack.clientSeq()).put("decidedAt", ack.decidedAt());
            put(json, "delta", ack.delta());
            return json;
        } else if (message instanceof Rejection error) {
            return object("error")
                    .put("clientSeq", error.clientSeq())
                    .put("decidedAt", error.decidedAt())
                    .put("code", error.code())
                    .put("reason", JsonFields.wireName(error.reason()))
                    .put("message", error.message());
        }
        Problem problem = (Problem) message;
        ObjectNode json = object("problem");
        json.put("code", JsonFields.wireName(problem.code())).put("message", problem.message());
        put(json, "clientSeq", problem.clientSeq());
        return json;
    }

    private static ServerMessage parseServer(JsonNode json) {
        JsonFields fields = new JsonFields(json, "message");
        String type = fields.text("type");
        switch (type) {
            case "welcome" -> {
                requireVersion(fields);
                return new Welcome(
                        fields.text("serverEpoch"),
                        fields.text("fence"),
                        fields.number("head"),
                        fields.number("lastDecided"),
                        fields.list("verdicts", ProtocolCodec::parseVerdict),
                        fields.time("serverTime"));
            }
            case "delta" -> {
                long serverSeq = fields.number("serverSeq");
                long prevServerSeq = fields.number("prevServerSeq");
                if (prevServerSeq >= serverSeq) {
                    throw new ProtocolException(
                            "delta: expected prevServerSeq below serverSeq " + serverSeq + ", got " + prevServerSeq);
                }
                return new Delta(
                        serverSeq,
                        prevServerSeq,
                        fields.text("epoch"),
                        parseOrigin(fields),
                        fields.list("verdicts", ProtocolCodec::parseVerdict),
                        fields.patches("patches"),
                        fields.time("stamp"));
            }
            case "snapshot" -> {
                return new Snapshot(
                        fields.number("serverSeq"),
                        fields.text("epoch"),
                        fields.perAtom("state", Json::freeze),
                        fields.list("verdicts", ProtocolCodec::parseVerdict),
                        fields.time("stamp"));
            }
            case "ack", "error" -> {
                return parseVerdict(json);
            }
            case "problem" -> {
                return new Problem(
                        fields.constant("code", ProblemCode.class),
                        fields.text("message"),
                        fields.optionalNumber("clientSeq"));
            }
            default ->
                throw new ProtocolException(
                        "expected type welcome, delta, snapshot, ack, error or problem, got \"" + type + "\"");
        }
    }

    private static Verdict parseVerdict(JsonNode json) {
        JsonFields fields = new JsonFields(json, "verdict");
        String type = fields.text("type");
        return switch (type) {
            case "ack" ->
                new Ack(fields.number("clientSeq"), fields.number("decidedAt"), fields.optionalNumber("delta"));
            case "error" ->
                new Rejection(
                        fields.number("clientSeq"),
                        fields.number("decidedAt"),
                        fields.text("code"),
                        fields.constant("reason", Reason.class),
                        fields.text("message"));
            default -> throw new ProtocolException("expected a verdict of type ack or error, got \"" + type + "\"");
        };
    }

    private static @Nullable Origin parseOrigin(JsonFields delta) {
        JsonNode json = delta.json().get("origin");
        if (json == null || json.isNull()) {
            return null;
        }
        JsonFields origin = new JsonFields(json, "origin");
        return new Origin(
                origin.text("clientId"), origin.text("clientEpoch"), origin.number("clientSeq"), origin.text("hash"));
    }

    private static Mutation parseMutation(JsonNode json) {
        JsonFields fields = new JsonFields(json, "mutation");
        return new Mutation(
                fields.number("clientSeq"),
                fields.optionalText("name"),
                fields.value("input"),
                fields.patches("patches"),
                fields.texts("strategies"),
                fields.optionalTime("stamp"));
    }

    private static ObjectNode format(Mutation mutation) {
        ObjectNode json = NODES.objectNode().put("clientSeq", mutation.clientSeq());
        put(json, "name", mutation.name());
        if (!mutation.input().isNull()) {
            json.set("input", mutation.input());
        }
        json.set("patches", format(mutation.patches()));
        if (!mutation.strategies().isEmpty()) {
            ObjectNode strategies = json.putObject("strategies");
            mutation.strategies().forEach((atom, strategy) -> strategies.put(name(atom), strategy));
        }
        if (mutation.stamp() != null) {
            json.put("stamp", mutation.stamp().toString());
        }
        return json;
    }

    private static ObjectNode format(Map<AtomKey, List<Patch>> patches) {
        ObjectNode json = NODES.objectNode();
        patches.forEach((atom, patch) -> json.set(name(atom), PatchFormat.format(patch)));
        return json;
    }

    private static ArrayNode formatAll(List<Verdict> verdicts) {
        ArrayNode json = NODES.arrayNode(verdicts.size());
        verdicts.forEach(verdict -> json.add(format(verdict)));
        return json;
    }

    private static String name(AtomKey atom) {
        if (atom instanceof AtomKey.Named named) {
            return named.name();
        }
        throw new IllegalArgumentException(
                "expected an atom with a name, got " + atom + ", which can't go over the wire");
    }

    private static void requireVersion(JsonFields fields) {
        String version = fields.text("protocol");
        if (!version.equals(VERSION)) {
            throw new ProtocolException("expected protocol \"" + VERSION + "\", got \"" + version + "\"");
        }
    }

    private static ObjectNode object(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Long value) {
        if (value != null) {
            json.put(name, value.longValue());
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return Json.object(members);
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
