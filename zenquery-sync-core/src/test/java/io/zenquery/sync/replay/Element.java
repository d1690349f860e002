package io.zenquery.sync.replay;

import io.zenquery.sync.patch.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The content as a value, unless expanded or unknown; {@link Json#ABSENT} for an absent root. */
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

    /** The content as JSON; null if some of it is not known. */
    @Nullable
    JsonNode render() {
        if (container == null) {
            return value;
        }
        if (container.open) {
            return null;
        }
        if (container instanceof Container.Members members) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            for (Map.Entry<String, Element> member : members.byName.entrySet()) {
                JsonNode known = member.getValue().render();
                if (known == null) {
                    return null;
                }
                values.put(member.getKey(), known);
            }
            return Json.object(values);
        }
        List<JsonNode> values = new ArrayList<>();
        for (Element child : Tree.children(this)) {
            JsonNode known = child.render();
            if (known == null) {
                return null;
            }
            values.add(known);
        }
        return Json.array(values);
    }
}
