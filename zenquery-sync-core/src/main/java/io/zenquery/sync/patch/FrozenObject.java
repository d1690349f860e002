package io.zenquery.sync.patch;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An object whose mutators throw {@link UnsupportedOperationException}, as its members do. */
final class FrozenObject extends ObjectNode {
    private static final long serialVersionUID = 1L;

    final transient Members members;

    FrozenObject(Members members) {
        super(JsonNodeFactory.instance, members);
        this.members = members;
    }
}
