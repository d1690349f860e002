package io.zenquery.sync.patch;

import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * Many members: a base, shared by all versions that come from it, and what is different here, in persistent trees.
 *
 * <p>Each member has a position. Below {@code base.names.length} it is the index in the base, above it counts the members added
 * since. {@code changes} holds the member at each position that differs from the base, {@link #gone} where a member of the base
 * was removed; so walking both in step gives the members in their order. A change costs the logarithm of the number of changes;
 * once these come to a quarter of the base, a new base is made, which costs the number of members.
 *
 * <p>The trees compare names rather than hash them, and the base is a {@link HashMap}, which does so for names that collide:
 * chosen names do not make it slow.
 */
final class WideMembers extends Members {
    private final Base base;
    private final TreePMap<Integer, Map.Entry<String, JsonNode>> changes;
    private final TreePMap<String, Integer> added; // positions beyond the base
    private final int next; // the position of the next new member
    private final int size;

    private static final class Base {
        final String[] names;
        final JsonNode[] values;
        final Map<String, Integer> positions;

        Base(String[] names, JsonNode[] values) {
            this.names = names;
            this.values = values;
            this.positions = new HashMap<>(names.length * 4 / 3 + 1);
            for (int i = 0; i < names.length; i++) {
                positions.put(names[i], i);
            }
        }
    }

    WideMembers(String[] names, JsonNode[] values) {
        this(new Base(names, values), TreePMap.empty(), TreePMap.empty(), names.length, names.length);
    }

    private WideMembers(
            Base base,
            TreePMap<Integer, Map.Entry<String, JsonNode>> changes,
            TreePMap<String, Integer> added,
            int next,
            int size) {
        this.base = base;
        this.changes = changes;
        this.added = added;
        this.next = next;
        this.size = size;
    }

    @Override
    @Nullable
    JsonNode get(String name) {
        Integer position = positionOf(name);
        if (position == null) {
            return null;
        }
        Map.Entry<String, JsonNode> change = changes.get(position);
        return change != null ? change.getValue() : base.values[position];
    }

    /** Where {@code name} stands; null if it is no member. */
    private @Nullable Integer positionOf(String name) {
        Integer position = base.positions.get(name);
        if (position != null) {
            Map.Entry<String, JsonNode> change = changes.get(position);
            if (change == null || !isGone(change)) {
                return position;
            }
        }
        return added.get(name);
    }

    @Override
    Members with(String name, JsonNode value, Object editor) {
        Integer position = positionOf(name);
        return position != null
                ? new WideMembers(base, changes.plus(position, Map.entry(name, value)), added, next, size).settled()
                : new WideMembers(
                                base,
                                changes.plus(next, Map.entry(name, value)),
                                added.plus(name, next),
                                next + 1,
                                size + 1)
                        .settled();
    }

    @Override
    Members without(String name) {
        Integer position = positionOf(name);
        if (position == null) {
            return this;
        }
        return position < base.names.length
                ? new WideMembers(base, changes.plus(position, gone(name)), added, next, size - 1).settled()
                : new WideMembers(base, changes.minus(position), added.minus(name), next, size - 1).settled();
    }

    /** These; on a base of their own if they have come far from the one they had. */
    private Members settled() {
        int distance = Math.max(changes.size(), next - base.names.length);
        return distance > base.names.length / 4 ? rebased() : this;
    }

    private Members rebased() {
        String[] names = new String[size];
        JsonNode[] values = new JsonNode[size];
        int i = 0;
        for (Map.Entry<String, JsonNode> member : entrySet()) {
            names[i] = member.getKey();
            values[i++] = member.getValue();
        }
        return of(names, values);
    }

    private static Map.Entry<String, JsonNode> gone(String name) {
        return Map.entry(name, Json.ABSENT);
    }

    private static boolean isGone(Map.Entry<String, JsonNode> change) {
        return Json.isAbsent(change.getValue());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, JsonNode>> iterator() {
                return new Walk();
            }
        };
    }

    /** Walks the base and, in step, the changes. */
    private final class Walk implements Iterator<Map.Entry<String, JsonNode>> {
        private final Iterator<Map.Entry<Integer, Map.Entry<String, JsonNode>>> changed =
                changes.entrySet().iterator();
        private Map.@Nullable Entry<Integer, Map.Entry<String, JsonNode>> change = nextChange();
        private int position;
        private int left = size;

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Map.Entry<String, JsonNode> next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            while (true) {
                Map.Entry<Integer, Map.Entry<String, JsonNode>> here = change;
                if (here == null || (position < base.names.length && position < here.getKey())) {
                    left--;
                    return Map.entry(base.names[position], base.values[position++]);
                }
                change = nextChange();
                position++;
                if (!isGone(here.getValue())) {
                    left--;
                    return here.getValue();
                }
            }
        }

        private Map.@Nullable Entry<Integer, Map.Entry<String, JsonNode>> nextChange() {
            return changed.hasNext() ? changed.next() : null;
        }
    }
}
