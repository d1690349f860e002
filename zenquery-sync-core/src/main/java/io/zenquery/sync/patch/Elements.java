package io.zenquery.sync.patch;

import java.util.AbstractList;
import java.util.Collection;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The elements of a frozen array: an immutable list with edits that give a new one. */
final class Elements extends AbstractList<JsonNode> implements RandomAccess {
    private final JsonNode[] elements;

    /** Who may still change the elements; nobody once they have been shown to somebody else. */
    private final @Nullable Object owner;

    private Elements(JsonNode[] elements, @Nullable Object owner) {
        this.elements = elements;
        this.owner = owner;
    }

    /** The elements of {@code list}, frozen. */
    static Elements of(Collection<JsonNode> list) {
        JsonNode[] elements = list.toArray(new JsonNode[0]);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Json.freeze(elements[i]);
        }
        return new Elements(elements, null);
    }

    @Override
    public JsonNode get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    /** These with another element: a copy that is then {@code editor}'s, or themselves if they are that already. */
    Elements with(int index, JsonNode element, Object editor) {
        if (owner == editor) {
            elements[index] = element;
            return this;
        }
        JsonNode[] copy = elements.clone();
        copy[index] = element;
        return new Elements(copy, editor);
    }

    Elements inserted(int index, JsonNode element, Object editor) {
        JsonNode[] longer = new JsonNode[elements.length + 1];
        System.arraycopy(elements, 0, longer, 0, index);
        longer[index] = element;
        System.arraycopy(elements, index, longer, index + 1, elements.length - index);
        return new Elements(longer, editor);
    }

    Elements without(int index, Object editor) {
        JsonNode[] shorter = new JsonNode[elements.length - 1];
        System.arraycopy(elements, 0, shorter, 0, index);
        System.arraycopy(elements, index + 1, shorter, index, shorter.length - index);
        return new Elements(shorter, editor);
    }

    /** Refused also where there is nothing to clear; all other changes are refused by the list that this extends. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }
}
