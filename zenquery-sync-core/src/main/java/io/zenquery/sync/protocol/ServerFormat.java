package io.zenquery.sync.protocol;

import static io.zenquery.sync.protocol.JsonParts.name;
import static io.zenquery.sync.protocol.JsonParts.object;
import static io.zenquery.sync.protocol.JsonParts.put;
import static io.zenquery.sync.protocol.JsonParts.putCount;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.protocol.ServerMessage.About;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Origin;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.protocol.ServerMessage.Reason;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of {@link ServerMessage}. */
final class ServerFormat {

    private ServerFormat() {}

    static ObjectNode format(ServerMessage message) {
        if (message instanceof Welcome welcome) {
            ObjectNode json = object("welcome");
            json.put("protocol", ProtocolCodec.VERSION)
                    .put("serverEpoch", welcome.serverEpoch())
                    .put("fence", welcome.fence())
                    .put("head", welcome.head())
                    .put("lastDecided", welcome.lastDecided())
                    .put("serverTime", welcome.serverTime().toString());
            json.set("verdicts", formatAll(welcome.verdicts()));
            putCount(json, "attempt", welcome.attempt());
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
            json.set("patches", JsonParts.format(delta.patches()));
            put(json, "ids", delta.ids());
            put(json, "trace", delta.trace());
            return json;
        } else if (message instanceof Head head) {
            return object("head").put("serverSeq", head.serverSeq()).put("epoch", head.epoch());
        } else if (message instanceof Snapshot snapshot) {
            ObjectNode json = object("snapshot");
            json.put("serverSeq", snapshot.serverSeq())
                    .put("epoch", snapshot.epoch())
                    .put("stamp", snapshot.stamp().toString());
            ObjectNode state = json.putObject("state");
            snapshot.state().forEach((atom, document) -> state.set(name(atom), document));
            json.set("verdicts", formatAll(snapshot.verdicts()));
            putCount(json, "attempt", snapshot.attempt());
            return json;
        } else if (message instanceof Ack ack) {
            ObjectNode json = object("ack");
            json.put("clientSeq", ack.clientSeq()).put("decidedAt", ack.decidedAt());
            put(json, "delta", ack.delta());
            put(json, "ids", ack.ids());
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
        putCount(json, "attempt", problem.about().attempt());
        put(json, "fence", problem.about().fence());
        putCount(json, "firstClientSeq", problem.about().firstClientSeq());
        return json;
    }

    static ServerMessage parse(JsonNode json) {
        JsonFields fields = new JsonFields(json, "message");
        String type = fields.text("type");
        switch (type) {
            case "welcome" -> {
                fields.requireVersion();
                return new Welcome(
                        fields.text("serverEpoch"),
                        fields.text("fence"),
                        fields.number("head"),
                        fields.number("lastDecided"),
                        fields.list("verdicts", ServerFormat::parseVerdict),
                        fields.time("serverTime"),
                        fields.count("attempt"));
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
                        fields.list("verdicts", ServerFormat::parseVerdict),
                        fields.patches("patches"),
                        fields.time("stamp"),
                        fields.stringMap("ids"),
                        fields.optionalTrace("trace"));
            }
            case "snapshot" -> {
                return new Snapshot(
                        fields.number("serverSeq"),
                        fields.text("epoch"),
                        fields.perAtom("state", Json::freeze),
                        fields.list("verdicts", ServerFormat::parseVerdict),
                        fields.time("stamp"),
                        fields.count("attempt"));
            }
            case "head" -> {
                return new Head(fields.number("serverSeq"), fields.text("epoch"));
            }
            case "ack", "error" -> {
                return parseVerdict(json);
            }
            case "problem" -> {
                return new Problem(
                        fields.constant("code", ProblemCode.class),
                        fields.text("message"),
                        fields.optionalNumber("clientSeq"),
                        new About(
                                fields.count("attempt"), fields.optionalText("fence"), fields.count("firstClientSeq")));
            }
            default ->
                throw new ProtocolException(
                        "expected type welcome, delta, snapshot, head, ack, error or problem, got \"" + type + "\"");
        }
    }

    private static Verdict parseVerdict(JsonNode json) {
        JsonFields fields = new JsonFields(json, "verdict");
        String type = fields.text("type");
        return switch (type) {
            case "ack" ->
                new Ack(
                        fields.number("clientSeq"),
                        fields.number("decidedAt"),
                        fields.optionalNumber("delta"),
                        fields.stringMap("ids"));
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

    private static ArrayNode formatAll(List<Verdict> verdicts) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode(verdicts.size());
        verdicts.forEach(verdict -> json.add(format(verdict)));
        return json;
    }
}
