package io.zenquery.sync.protocol;

import static io.zenquery.sync.protocol.JsonParts.name;
import static io.zenquery.sync.protocol.JsonParts.object;
import static io.zenquery.sync.protocol.JsonParts.put;
import static io.zenquery.sync.protocol.JsonParts.putCount;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of {@link ClientMessage}. */
final class ClientFormat {

    private ClientFormat() {}

    static ObjectNode format(ClientMessage message) {
        if (message instanceof Resume resume) {
            ObjectNode json = object("resume");
            json.put("protocol", ProtocolCodec.VERSION)
                    .put("clientId", resume.clientId())
                    .put("clientEpoch", resume.clientEpoch());
            put(json, "serverEpoch", resume.serverEpoch());
            json.put("confirmedServerSeq", resume.confirmedServerSeq());
            put(json, "firstPending", resume.firstPending());
            put(json, "lastPending", resume.lastPending());
            putCount(json, "attempt", resume.attempt());
            return json;
        }
        MutationBatch batch = (MutationBatch) message;
        ObjectNode json = object("mutations");
        json.put("fence", batch.fence())
                .put("baseServerSeq", batch.baseServerSeq())
                .put("prevClientSeq", batch.prevClientSeq());
        ArrayNode mutations = json.putArray("batch");
        batch.batch().forEach(mutation -> mutations.add(format(mutation)));
        return json;
    }

    static ClientMessage parse(JsonNode json) {
        JsonFields fields = new JsonFields(json, "message");
        String type = fields.text("type");
        switch (type) {
            case "resume" -> {
                fields.requireVersion();
                return new Resume(
                        fields.text("clientId"),
                        fields.text("clientEpoch"),
                        fields.optionalText("serverEpoch"),
                        fields.number("confirmedServerSeq"),
                        fields.optionalNumber("firstPending"),
                        fields.optionalNumber("lastPending"),
                        fields.count("attempt"));
            }
            case "mutations" -> {
                return new MutationBatch(
                        fields.text("fence"),
                        fields.number("baseServerSeq"),
                        fields.number("prevClientSeq"),
                        fields.list("batch", ClientFormat::parseMutation));
            }
            default -> throw new ProtocolException("expected type resume or mutations, got \"" + type + "\"");
        }
    }

    static ObjectNode format(Mutation mutation) {
        ObjectNode json = content(mutation);
        put(json, "trace", mutation.trace());
        return json;
    }

    /** What is hashed of it. */
    static ObjectNode content(Mutation mutation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("clientSeq", mutation.clientSeq());
        put(json, "name", mutation.name());
        if (!mutation.input().isNull()) {
            json.set("input", mutation.input());
        }
        json.set("patches", JsonParts.format(mutation.patches()));
        if (!mutation.strategies().isEmpty()) {
            ObjectNode strategies = json.putObject("strategies");
            mutation.strategies().forEach((atom, strategy) -> strategies.put(name(atom), strategy));
        }
        if (mutation.stamp() != null) {
            json.put("stamp", mutation.stamp().toString());
        }
        if (!mutation.creates().isEmpty()) {
            ArrayNode creates = json.putArray("creates");
            mutation.creates().forEach(creates::add);
        }
        return json;
    }

    static Mutation parseMutation(JsonNode json) {
        JsonFields fields = new JsonFields(json, "mutation");
        return new Mutation(
                fields.number("clientSeq"),
                fields.optionalText("name"),
                fields.value("input"),
                fields.patches("patches"),
                fields.texts("strategies"),
                fields.optionalTime("stamp"),
                fields.strings("creates"),
                fields.optionalTrace("trace"));
    }
}
