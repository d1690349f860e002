package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Collision.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Why pending edits are looked at again, and what a change of the server has touched and removed. */
final class Cause {
    /** What an edit that has lost its place is reported as. */
    final Kind kind;

    final CollisionPolicy policy;

    /** The times of the edits that write, remove or move what the change did, or cover it. */
    final Set<Long> met = new HashSet<>();

    private final Map<Long, Removed> removed = new HashMap<>();

    /** What the change took out of the base: an element from its spot, or, without a spot, its content alone. */
    record Removed(
            long element,
            @Nullable Spot spot,
            Content content,
            @Nullable JsonNode value) {}

    private Cause(Kind kind, CollisionPolicy policy) {
        this.kind = kind;
        this.policy = policy;
    }

    /** A change of the server that collides with pending edits. */
    static Cause delta(CollisionPolicy policy) {
        return new Cause(Kind.REMOVED, policy);
    }

    /** A verdict on a mutation. */
    static Cause verdict() {
        return new Cause(Kind.DEPENDENCY, collision -> Decision.DROP);
    }

    void remove(Removed gone) {
        removed.put(gone.element(), gone);
    }

    @Nullable
    Removed removed(long element) {
        return removed.get(element);
    }
}
