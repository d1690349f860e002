package io.zenquery.sync.protocol;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.patch.PatchFormat;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Reads the members of one JSON object, and says what was expected where one does not fit. */
record JsonFields(JsonNode json, String what) {

    JsonFields {
        if (!json.isObject()) {
            throw new ProtocolException("expected " + what + " as an object, got " + Json.describe(json));
        }
    }

    String text(String name) {
        JsonNode value = required(name);
        if (!value.isString()) {
            throw wrong(name, "a string", value);
        }
        return value.stringValue();
    }

    @Nullable
    String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    long number(String name) {
        JsonNode value = required(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(name, "an integer from 0", value);
        }
        return value.longValue();
    }

    @Nullable
    Long optionalNumber(String name) {
        return has(name) ? Long.valueOf(number(name)) : null;
    }

    /** A number that is 0 where it is left out. */
    long count(String name) {
        return has(name) ? number(name) : 0;
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ProtocolException(
                    what + ": expected \"" + name + "\" as an ISO 8601 instant, got \"" + text + "\"", e);
        }
    }

    @Nullable
    Instant optionalTime(String name) {
        return has(name) ? time(name) : null;
    }

    /** Null also for a text in another form: nothing else depends on it, and W3C Trace Context has it ignored. */
    @Nullable
    String optionalTrace(String name) {
        String text = optionalText(name);
        return text != null && TraceParent.isValid(text) ? text : null;
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (wireName(constant).equals(text)) {
                return constant;
            }
        }
        throw new ProtocolException(what + ": unknown \"" + name + "\" \"" + text + "\"");
    }

    static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void requireVersion() {
        String version = text("protocol");
        if (!version.equals(ProtocolCodec.VERSION)) {
            throw new ProtocolVersionException(
                    "expected protocol \"" + ProtocolCodec.VERSION + "\", got \"" + version + "\"");
        }
    }

    JsonNode value(String name) {
        JsonNode value = json.get(name);
        return value == null ? NullNode.getInstance() : Json.freeze(value);
    }

    <T> List<T> list(String name, Function<JsonNode, T> element) {
        JsonNode value = json.get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "an array", value);
        }
        List<T> list = new ArrayList<>(value.size());
        value.values().forEach(each -> list.add(element.apply(each)));
        return List.copyOf(list);
    }

    /** An array of strings, each once; none if there is no such member. */
    Set<String> strings(String name) {
        Set<String> strings = new LinkedHashSet<>();
        list(name, each -> text(name, each)).forEach(text -> {
            if (!strings.add(text)) {
                throw new ProtocolException(
                        what + ": expected each of \"" + name + "\" once, got \"" + text + "\" again");
            }
        });
        return strings;
    }

    /** An object of strings; empty if there is no such member. */
    Map<String, String> stringMap(String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw wrong(name, "an object of strings", value);
        }
        Map<String, String> strings = new LinkedHashMap<>();
        value.properties().forEach(member -> strings.put(member.getKey(), text(name, member.getValue())));
        return strings;
    }

    private String text(String name, JsonNode value) {
        if (!value.isString()) {
            throw wrong(name, "strings", value);
        }
        return value.stringValue();
    }

    <T> Map<AtomKey, T> perAtom(String name, Function<JsonNode, T> element) {
        JsonNode value = json.get(name);
        Map<AtomKey, T> map = new LinkedHashMap<>();
        if (value == null) {
            return map;
        }
        if (!value.isObject()) {
            throw wrong(name, "an object with a member per atom", value);
        }
        value.properties().forEach(member -> {
            if (member.getKey().isEmpty()) {
                throw new ProtocolException(what + ": expected names of atoms in \"" + name + "\", got an empty one");
            }
            map.put(AtomKey.of(member.getKey()), element.apply(member.getValue()));
        });
        return map;
    }

    Map<AtomKey, List<Patch>> patches(String name) {
        try {
            return perAtom(name, PatchFormat::parse);
        } catch (PatchException e) {
            throw new ProtocolException(what + ": \"" + name + "\": " + e.getMessage(), e);
        }
    }

    Map<AtomKey, String> texts(String name) {
        return perAtom(name, value -> text(name, value));
    }

    private boolean has(String name) {
        return json.hasNonNull(name);
    }

    private JsonNode required(String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            throw new ProtocolException(what + ": expected a member \"" + name + "\", found none");
        }
        return value;
    }

    private ProtocolException wrong(String name, String expected, JsonNode got) {
        return new ProtocolException(
                what + ": expected \"" + name + "\" as " + expected + ", got " + Json.describe(got));
    }
}
