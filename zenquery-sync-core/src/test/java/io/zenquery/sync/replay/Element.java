package io.zenquery.sync.replay;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One value in a {@link Tree} with an identity: the root of an atom, a member, or a list element. It is known as a JSON value,
 * expanded into a container, not known at all, or, a root only, absent.
 */
final class Element {
    final Id id;

    /** Where it hangs; null for a root and for what was detached. */
    @Nullable
    Container parent;

    /** Its name in {@link #parent}, if that is an object. */
    @Nullable
    String name;

    /** Identity of the present content; edits inside it refer to this, so they die with it when it is replaced. */
    Id contentId;

    /** The content as a value, unless expanded or unknown; {@link io.zenquery.sync.patch.Json#ABSENT} for an absent root. */
    @Nullable
    JsonNode value;

    /** The content as a container, once something in it was touched. */
    @Nullable
    Container container;

    /** Other identities that edits know it by. */
    final Set<Id> aliases = new HashSet<>(0);

    Element(Id id, Id contentId, @Nullable JsonNode value) {
        this.id = id;
        this.contentId = contentId;
        this.value = value;
    }

    boolean isUnknown() {
        return value == null && container == null;
    }

    boolean isAbsent() {
        return value != null && value.isMissingNode();
    }
}
