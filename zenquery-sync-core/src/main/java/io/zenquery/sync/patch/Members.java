package io.zenquery.sync.patch;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a frozen object: an immutable map in the order of insertion, with edits that give a new one. A member that is
 * replaced keeps its place, a new one goes to the end.
 */
abstract sealed class Members extends AbstractMap<String, JsonNode> permits SmallMembers, WideMembers {

    /** Up to this many members a change copies them; above, it costs the logarithm of their number. */
    static final int SMALL = 64;

    /** The members of {@code map} in its order, frozen. */
    static Members of(Map<String, JsonNode> map) {
        if (map instanceof Members members) {
            return members;
        }
        return of(map.size(), map.entrySet());
    }

    /** The members of {@code object} in its order, frozen. */
    static Members of(ObjectNode object) {
        return of(object.size(), object.properties());
    }

    private static Members of(int size, Set<Map.Entry<String, JsonNode>> entries) {
        String[] names = new String[size];
        JsonNode[] values = new JsonNode[size];
        int i = 0;
        for (Map.Entry<String, JsonNode> member : entries) {
            names[i] = member.getKey();
            values[i++] = Json.freeze(member.getValue());
        }
        return of(names, values);
    }

    /** Members with these names, each once, and these values, which are frozen; takes over both arrays. */
    static Members of(String[] names, JsonNode[] values) {
        return names.length <= SMALL ? new SmallMembers(names, values) : new WideMembers(names, values);
    }

    abstract @Nullable JsonNode get(String name);

    /**
     * These with {@code name}, new or not, set to the frozen {@code value}: perhaps a copy that is then {@code editor}'s, or themselves if
     * they are that already.
     */
    abstract Members with(String name, JsonNode value, Object editor);

    /** These without {@code name}, which is one of them. */
    abstract Members without(String name);

    @Override
    public final @Nullable JsonNode get(Object name) {
        return name instanceof String text ? get(text) : null;
    }

    @Override
    public final boolean containsKey(Object name) {
        return get(name) != null;
    }

    /** Refused, also where there is nothing to remove; so are all other changes of the map. */
    @Override
    public final @Nullable JsonNode remove(Object name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public final void clear() {
        throw new UnsupportedOperationException();
    }
}
