package io.zenquery.sync.patch;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The elements of a frozen array: an immutable list with edits that give a new one. */
final class Elements extends AbstractList<JsonNode> implements RandomAccess {
    /** The first {@code size} of them; the others, if any, are room that its owner has made. */
    private final @Nullable JsonNode[] elements;

    private int size;

    /** Who may still change the elements; nobody once they have been shown to somebody else. */
    private final @Nullable Object owner;

    private Elements(@Nullable JsonNode[] elements, int size, @Nullable Object owner) {
        this.elements = elements;
        this.size = size;
        this.owner = owner;
    }

    /** The elements of {@code list}, frozen. */
    static Elements of(Collection<JsonNode> list) {
        JsonNode[] elements = list.toArray(new JsonNode[0]);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Json.freeze(elements[i]);
        }
        return new Elements(elements, elements.length, null);
    }

    @Override
    public JsonNode get(int index) {
        return elements[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
        return size;
    }

    /** These with another element: a copy that is then {@code editor}'s, or themselves if they are that already. */
    Elements with(int index, JsonNode element, Object editor) {
        if (owner == editor) {
            elements[index] = element;
            return this;
        }
        @Nullable JsonNode[] copy = Arrays.copyOf(elements, size);
        copy[index] = element;
        return new Elements(copy, size, editor);
    }

    /** These with one more, in the same way. */
    Elements inserted(int index, JsonNode element, Object editor) {
        if (owner == editor && size < elements.length) {
            System.arraycopy(elements, index, elements, index + 1, size++ - index);
            elements[index] = element;
            return this;
        }
        @Nullable JsonNode[] longer = new JsonNode[size + 1];
        System.arraycopy(elements, 0, longer, 0, index);
        longer[index] = element;
        System.arraycopy(elements, index, longer, index + 1, size - index);
        return new Elements(longer, size + 1, editor);
    }

    /** These without one, in the same way. */
    Elements without(int index, Object editor) {
        if (owner == editor) {
            System.arraycopy(elements, index + 1, elements, index, --size - index);
            elements[size] = null;
            return this;
        }
        @Nullable JsonNode[] shorter = new JsonNode[size]; // with room for what comes back, if this is a move
        System.arraycopy(elements, 0, shorter, 0, index);
        System.arraycopy(elements, index + 1, shorter, index, size - 1 - index);
        return new Elements(shorter, size - 1, editor);
    }

    /** Refused also where there is nothing to clear; all other changes are refused by the list that this extends. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }
}
