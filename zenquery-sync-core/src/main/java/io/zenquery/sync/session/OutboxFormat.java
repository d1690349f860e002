package io.zenquery.sync.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.patch.PatchFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@link OutboxRecord}s as UTF-8 JSON. Thread-safe. */
final class OutboxFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(OutboxRecord.class, Kinds.class)
            .addModule(new SimpleModule()
                    .addKeySerializer(AtomKey.class, new AtomName())
                    .addKeyDeserializer(AtomKey.class, new NamedAtom())
                    .addSerializer(Patch.class, new PatchWriter())
                    .addDeserializer(Patch.class, new PatchReader()))
            .build();

    private OutboxFormat() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "record")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "checkpoint", value = OutboxRecord.Checkpoint.class),
        @JsonSubTypes.Type(name = "registered", value = OutboxRecord.Registered.class),
        @JsonSubTypes.Type(name = "applied", value = OutboxRecord.Applied.class),
        @JsonSubTypes.Type(name = "ended", value = OutboxRecord.Ended.class),
        @JsonSubTypes.Type(name = "discarded", value = OutboxRecord.Discarded.class),
        @JsonSubTypes.Type(name = "noted", value = OutboxRecord.Noted.class)
    })
    private interface Kinds {}

    static byte[] write(OutboxRecord record) {
        return MAPPER.writerFor(OutboxRecord.class).writeValueAsBytes(record);
    }

    /** @throws OutboxException if {@code bytes} are not a record, or one of another version */
    static OutboxRecord read(byte[] bytes) {
        try {
            return MAPPER.readValue(bytes, OutboxRecord.class);
        } catch (JacksonException | PatchException e) {
            throw new OutboxException(
                    "expected a record of this version in the outbox, got something else (" + e.getMessage()
                            + "). Was it written by a newer version?",
                    e);
        }
    }

    private static final class AtomName extends ValueSerializer<AtomKey> {
        @Override
        public void serialize(AtomKey atom, JsonGenerator json, SerializationContext context) {
            json.writeName(((AtomKey.Named) atom).name());
        }
    }

    private static final class NamedAtom extends KeyDeserializer {
        @Override
        public AtomKey deserializeKey(String name, DeserializationContext context) {
            return AtomKey.of(name);
        }
    }

    private static final class PatchWriter extends ValueSerializer<Patch> {
        @Override
        public void serialize(Patch operation, JsonGenerator json, SerializationContext context) {
            json.writeTree(PatchFormat.format(List.of(operation)).get(0));
        }
    }

    private static final class PatchReader extends ValueDeserializer<Patch> {
        @Override
        public Patch deserialize(JsonParser json, DeserializationContext context) {
            JsonNode operation = json.readValueAsTree();
            return PatchFormat.parse(JsonNodeFactory.instance.arrayNode().add(operation))
                    .get(0);
        }
    }
}
