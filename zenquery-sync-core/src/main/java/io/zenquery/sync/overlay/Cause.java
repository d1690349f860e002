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

    private final Map<Long, Removed> elements = new HashMap<>();
    private final Map<Long, Removed> contents = new HashMap<>();

    /** What the change took out of the base: an element from its spot, or, without a spot, its content alone. */
    record Removed(
            long element,
            @Nullable Spot spot,
            Content content,
            @Nullable JsonNode value) {}

    /** Whether it changes nothing in the view: what was put back for an edit that is lost now stays, as long as its mutation does. */
    final boolean isAsPredicted;

    private Cause(Kind kind, CollisionPolicy policy, boolean isAsPredicted) {
        this.kind = kind;
        this.policy = policy;
        this.isAsPredicted = isAsPredicted;
    }

    /** A change of the server that collides with pending edits. */
    static Cause delta(CollisionPolicy policy) {
        return new Cause(Kind.REMOVED, policy, false);
    }

    /** A verdict on a mutation. */
    static Cause verdict() {
        return new Cause(Kind.DEPENDENCY, collision -> Decision.DROP, false);
    }

    /** The server did what a mutation said. */
    static Cause asPredicted() {
        return new Cause(Kind.DEPENDENCY, collision -> Decision.DROP, true);
    }

    boolean isDelta() {
        return kind == Kind.REMOVED;
    }

    void remove(Removed gone) {
        if (gone.spot() != null) {
            elements.put(gone.element(), gone);
        } else {
            contents.put(gone.content().id(), gone);
        }
    }

    boolean hasRemoved() {
        return !elements.isEmpty() || !contents.isEmpty();
    }

    /** The element, as it was removed. */
    @Nullable
    Removed element(long element) {
        return elements.get(element);
    }

    /** The content, as it was replaced. */
    @Nullable
    Removed content(long content) {
        return contents.get(content);
    }
}
