package io.zenquery.sync.patch;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A few members, found by looking at each. Versions that differ in values alone share the array of names. */
final class SmallMembers extends Members {
    private final String[] names;
    private final JsonNode[] values;

    /** Who may still change the values; nobody once they have been shown to somebody else. */
    private final @Nullable Object owner;

    SmallMembers(String[] names, JsonNode[] values) {
        this(names, values, null);
    }

    private SmallMembers(String[] names, JsonNode[] values, @Nullable Object owner) {
        this.names = names;
        this.values = values;
        this.owner = owner;
    }

    @Override
    @Nullable
    JsonNode get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    @Override
    Members with(String name, JsonNode value, Object editor) {
        int index = indexOf(name);
        if (index >= 0 && owner == editor) {
            values[index] = value;
            return this;
        }
        if (index >= 0) {
            JsonNode[] changed = values.clone();
            changed[index] = value;
            return new SmallMembers(names, changed, editor);
        }
        String[] moreNames = Arrays.copyOf(names, names.length + 1);
        JsonNode[] moreValues = Arrays.copyOf(values, values.length + 1);
        moreNames[names.length] = name;
        moreValues[values.length] = value;
        return of(moreNames, moreValues);
    }

    @Override
    Members without(String name) {
        int index = indexOf(name);
        String[] fewerNames = new String[names.length - 1];
        JsonNode[] fewerValues = new JsonNode[values.length - 1];
        System.arraycopy(names, 0, fewerNames, 0, index);
        System.arraycopy(values, 0, fewerValues, 0, index);
        System.arraycopy(names, index + 1, fewerNames, index, fewerNames.length - index);
        System.arraycopy(values, index + 1, fewerValues, index, fewerNames.length - index);
        return new SmallMembers(fewerNames, fewerValues);
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, JsonNode>> {
        @Override
        public int size() {
            return names.length;
        }

        @Override
        public Iterator<Map.Entry<String, JsonNode>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < names.length;
                }

                @Override
                public Map.Entry<String, JsonNode> next() {
                    if (next >= names.length) {
                        throw new NoSuchElementException();
                    }
                    return Map.entry(names[next], values[next++]);
                }
            };
        }
    }
}
