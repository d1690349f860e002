package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The patch between two versions of a document, for where only the versions are known. Elements of a list are told apart by a
 * member that the caller names; a list without one is replaced whole rather than guessed at.
 */
public final class JsonDiff {
    private final Function<JsonPointer, @Nullable String> identityKeys;
    private final boolean aligning;
    private final List<Patch> patch = new ArrayList<>();

    private JsonDiff(Function<JsonPointer, @Nullable String> identityKeys, boolean aligning) {
        this.identityKeys = identityKeys;
        this.aligning = aligning;
    }

    /**
     * The patch that takes {@code before} to {@code after}; empty if they are equal.
     *
     * @param before {@link Json#ABSENT} for no document
     * @param after {@link Json#ABSENT} for no document
     * @param identityKeys for the list at a place of {@code after}, the member that identifies its elements; null for none
     */
    public static List<Patch> between(
            JsonNode before, JsonNode after, Function<JsonPointer, @Nullable String> identityKeys) {
        return new JsonDiff(identityKeys, false).run(before, after);
    }

    /**
     * The patch of somebody who had {@code before} in his hands and made {@code after} of it: as {@link #between}, but in lists without
     * identities equal elements are taken for the same, and what differs between two of them for changed in place, so that an
     * insert is one {@code add}. Costs n log n in the length of a list.
     */
    public static List<Patch> edit(
            JsonNode before, JsonNode after, Function<JsonPointer, @Nullable String> identityKeys) {
        return new JsonDiff(identityKeys, true).run(before, after);
    }

    private List<Patch> run(JsonNode before, JsonNode after) {
        if (Json.isAbsent(after)) {
            return Json.isAbsent(before) ? List.of() : List.of(new Patch.Remove(JsonPointer.ROOT));
        }
        if (Json.isAbsent(before)) {
            return List.of(new Patch.Add(JsonPointer.ROOT, after));
        }
        value(before, after, JsonPointer.ROOT);
        return List.copyOf(patch);
    }

    private void value(JsonNode before, JsonNode after, JsonPointer path) {
        if (before == after) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            members(before, after, path);
            return;
        }
        if (before.isArray() && after.isArray()) {
            String key = identityKeys.apply(path);
            if (key != null && isKeyed(before, key) && isKeyed(after, key)) {
                list(before, after, key, path);
                return;
            } else if (aligning) {
                aligned(before, after, path);
                return;
            }
        }
        if (!Json.sameValue(before, after)) {
            patch.add(new Patch.Replace(path, after));
        }
    }

    private void members(JsonNode before, JsonNode after, JsonPointer path) {
        before.properties().forEach(member -> {
            if (!after.has(member.getKey())) {
                patch.add(new Patch.Remove(path.child(member.getKey())));
            }
        });
        after.properties().forEach(member -> {
            JsonNode old = before.get(member.getKey());
            if (old == null) {
                patch.add(new Patch.Add(path.child(member.getKey()), member.getValue()));
            } else if (old != member.getValue()) {
                value(old, member.getValue(), path.child(member.getKey()));
            }
        });
    }

    private void list(JsonNode before, JsonNode after, String key, JsonPointer path) {
        List<JsonNode> from = List.copyOf(before.values());
        List<JsonNode> to = List.copyOf(after.values());
        ListDiff.between(from, to, element -> new Identity(element.get(key)), new ListDiff.Edits<>() {
            @Override
            public void remove(int index) {
                patch.add(new Patch.Remove(path.child(index)));
            }

            @Override
            public void insert(int index, JsonNode element) {
                patch.add(new Patch.Add(path.child(index), element));
            }

            @Override
            public void move(int source, int target) {
                patch.add(new Patch.Move(path.child(source), path.child(target)));
            }

            @Override
            public void keep(int index, JsonNode old, JsonNode now) {
                if (old != now) {
                    value(old, now, path.child(index));
                }
            }
        });
    }

    private void aligned(JsonNode before, JsonNode after, JsonPointer path) {
        int[] sources = ListAlignment.of(before, after, null);
        boolean[] stays = new boolean[before.size()];
        for (int source : sources) {
            if (source >= 0) {
                stays[source] = true;
            }
        }
        for (int i = stays.length - 1; i >= 0; i--) {
            if (!stays[i]) {
                patch.add(new Patch.Remove(path.child(i)));
            }
        }
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] < 0) {
                patch.add(new Patch.Add(path.child(i), after.get(i)));
            } else {
                value(before.get(sources[i]), after.get(i), path.child(i));
            }
        }
    }

    static boolean isKeyed(JsonNode list, String key) {
        Set<Identity> seen = new HashSet<>();
        return list.values().stream()
                .allMatch(element -> element.isObject()
                        && element.has(key)
                        && element.get(key).isValueNode()
                        && seen.add(new Identity(element.get(key))));
    }

    /** An identity compares by value: the same number may be an {@code int} in one version and a {@code long} in the other. */
    record Identity(JsonNode value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity identity && Json.sameValue(value, identity.value);
        }

        @Override
        public int hashCode() {
            return Json.valueHash(value);
        }
    }
}
