package io.zenquery.sync.patch;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An array whose mutators throw {@link UnsupportedOperationException}, as its elements do. */
final class FrozenArray extends ArrayNode {
    private static final long serialVersionUID = 1L;

    final transient Elements elements;

    FrozenArray(Elements elements) {
        super(JsonNodeFactory.instance, elements);
        this.elements = elements;
    }
}
