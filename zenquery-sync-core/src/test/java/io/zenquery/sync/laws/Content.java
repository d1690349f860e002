package io.zenquery.sync.laws;

import io.zenquery.sync.patch.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a thing holds; edits inside it mean this content and no other. */
record Content(Object key, @Nullable JsonNode scalar, Map<String, Member> members) {
    static Content of(JsonNode value) {
        Map<String, Member> members = new TreeMap<>();
        value.properties().forEach(each -> members.put(each.getKey(), new Member(new Object(), each.getValue())));
        return new Content(new Object(), value.isObject() ? null : value, members);
    }

    Content copy() {
        Map<String, Member> copies = new TreeMap<>();
        members.forEach((name, member) -> copies.put(name, member.copy()));
        return new Content(key, scalar, copies);
    }

    JsonNode render() {
        if (scalar != null) {
            return scalar;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        members.forEach((name, member) -> values.put(name, member.value));
        return Json.object(values);
    }

    /** The same content to those who edit it, with what the server made of it. */
    Content becoming(JsonNode value) {
        Content other = of(value);
        other.members.replaceAll((name, member) -> {
            Member mine = members.get(name);
            if (mine == null) {
                return member;
            }
            Member copy = mine.copy();
            copy.value = member.value;
            return copy;
        });
        return new Content(key, other.scalar, other.members);
    }

    /** A member, and by which of those who made or wrote it later intents know it. */
    static final class Member {
        final Set<Object> names = new LinkedHashSet<>();
        JsonNode value;

        private Member(JsonNode value) {
            this.value = value;
        }

        Member(Object maker, JsonNode value) {
            this(value);
            names.add(maker);
        }

        Member copy() {
            Member copy = new Member(value);
            copy.names.addAll(names);
            return copy;
        }
    }
}
