package io.zenquery.sync.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration metadata of this module, as tools find it in the jar. */
final class Metadata {
    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    private Metadata() {}

    /**
     * @param source the class whose property it is
     * @param defaultValue as text; null for none
     */
    record Property(
            String name,
            @Nullable String type,
            @Nullable String source,
            @Nullable String description,
            @Nullable String defaultValue) {}

    /** @param name the prefix of a class of properties */
    record Group(String name, String type) {}

    record Value(String value, @Nullable String description) {}

    static List<Property> properties() {
        List<Property> all = new ArrayList<>();
        for (JsonNode node : read().path("properties")) {
            String name = node.path("name").asString();
            if (name.startsWith("zenquery.sync.") || name.contains("zenquerysync")) {
                all.add(new Property(
                        name,
                        text(node, "type"),
                        text(node, "sourceType"),
                        text(node, "description"),
                        text(node, "defaultValue")));
            }
        }
        return all;
    }

    /** Classes of properties that stand for themselves, not as a part of another. */
    static List<Group> groups() {
        List<Group> all = new ArrayList<>();
        for (JsonNode node : read().path("groups")) {
            String type = node.path("type").asString();
            if (node.path("sourceMethod").isMissingNode()
                    && type.equals(text(node, "sourceType"))
                    && !type.contains("$")) {
                all.add(new Group(node.path("name").asString(), type));
            }
        }
        return all;
    }

    /** The values that tools offer for that property; empty if there are none. */
    static List<Value> values(String property) {
        List<Value> all = new ArrayList<>();
        for (JsonNode hint : read().path("hints")) {
            if (hint.path("name").asString().equals(property)) {
                for (JsonNode value : hint.path("values")) {
                    all.add(new Value(value.path("value").asString(), text(value, "description")));
                }
            }
        }
        return all;
    }

    static List<String> hints() {
        List<String> names = new ArrayList<>();
        read().path("hints").forEach(hint -> names.add(hint.path("name").asString()));
        return names;
    }

    private static JsonNode read() {
        try (InputStream in = Metadata.class.getResourceAsStream(FILE)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isString() ? value.asString() : value.toString();
    }
}
