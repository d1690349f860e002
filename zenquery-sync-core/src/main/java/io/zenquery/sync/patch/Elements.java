package io.zenquery.sync.patch;

import java.util.AbstractList;
import java.util.Collection;
import java.util.RandomAccess;
import tools.jackson.databind.JsonNode;

/** The elements of a frozen array: an immutable list with edits that give a new one. */
final class Elements extends AbstractList<JsonNode> implements RandomAccess {
    private final JsonNode[] elements;

    private Elements(JsonNode[] elements) {
        this.elements = elements;
    }

    /** The elements of {@code list}, frozen. */
    static Elements of(Collection<JsonNode> list) {
        JsonNode[] elements = list.toArray(new JsonNode[0]);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Json.freeze(elements[i]);
        }
        return new Elements(elements);
    }

    @Override
    public JsonNode get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    Elements with(int index, JsonNode element) {
        JsonNode[] copy = elements.clone();
        copy[index] = element;
        return new Elements(copy);
    }

    Elements inserted(int index, JsonNode element) {
        JsonNode[] longer = new JsonNode[elements.length + 1];
        System.arraycopy(elements, 0, longer, 0, index);
        longer[index] = element;
        System.arraycopy(elements, index, longer, index + 1, elements.length - index);
        return new Elements(longer);
    }

    Elements without(int index) {
        JsonNode[] shorter = new JsonNode[elements.length - 1];
        System.arraycopy(elements, 0, shorter, 0, index);
        System.arraycopy(elements, index + 1, shorter, index, shorter.length - index);
        return new Elements(shorter);
    }

    /** Refused also where there is nothing to clear; all other changes are refused by the list that this extends. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }
}
