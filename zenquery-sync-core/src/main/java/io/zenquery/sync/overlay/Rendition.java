package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What elements hold, as values, at any time; see {@link Lookup} for the times. Costs what is in the value. */
abstract class Rendition extends Lookup {

    Rendition(Forest forest, Function<AtomKey, @Nullable JsonNode> documents) {
        super(forest, documents);
    }

    /** The value of the element in the base; null if it is not known, or it is not there. */
    @Nullable
    JsonNode baseValue(Place place) {
        Content base = place.base();
        if (base == null || base.value() != null) {
            return base == null ? null : base.value();
        }
        Spot home = Objects.requireNonNull(place.home(), "what has a base has a home");
        if (home == Spot.Fixed.ROOT) {
            return document(place.atom());
        }
        Inside inside = Objects.requireNonNull(inside(home.container()), "a home is in an open content");
        JsonNode around = baseValue(inside);
        if (around == null) {
            return null;
        }
        return home instanceof Spot.InList slot
                ? around.get(((Slots) inside).order().rank(slot.label(), true))
                : around.get(((Spot.Member) home).name());
    }

    /** What a content was before any edit inside it; null if it is not known. */
    @Nullable
    JsonNode baseValue(Inside inside) {
        Place owner = inside.value() == null ? owner(inside) : null;
        return owner == null ? inside.value() : baseValue(owner);
    }

    /** {@code content} of {@code place} without the edits inside it; null if it is not known. */
    @Nullable
    JsonNode plain(Place place, Content content) {
        return content.value() != null
                ? content.value()
                : Content.same(content, place.base()) ? baseValue(place) : null;
    }

    /** The element as it is with the edits inside it; null if some of it is not known. */
    @Nullable
    JsonNode render(Place place, long when) {
        Content content = content(place, when);
        if (content == null) {
            return null;
        }
        JsonNode plain = plain(place, content);
        Inside inside = inside(content.id());
        if (plain == null || inside == null || (when == Times.BASE && content.value() == null)) {
            return plain;
        }
        if (inside instanceof Members object) {
            return plain.isObject() ? render(object, plain, when) : plain;
        }
        return plain.isArray() ? render((Slots) inside, plain, when) : plain;
    }

    private @Nullable JsonNode render(Members object, JsonNode plain, long when) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        plain.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        boolean[] known = {true};
        object.cells().forEach((name, cell) -> {
            Place present = occupant(object, name, when);
            JsonNode value = present == null ? null : render(present, when);
            if (value != null) {
                members.put(name, value);
            } else if (present == null) {
                members.remove(name);
            } else {
                known[0] = false;
            }
        });
        return known[0] ? Json.object(members) : null;
    }

    private @Nullable JsonNode render(Slots list, JsonNode plain, long when) {
        List<@Nullable JsonNode> elements = new ArrayList<>();
        int[] base = {0};
        list.order().forEach(node -> {
            if (node.isRun()) {
                for (int i = 0; i < node.base; i++) {
                    elements.add(plain.get(base[0] + i));
                }
            } else if (present(list, node, when) > 0) {
                elements.add(render(present(list, node, when, "a slot that is taken"), when));
            }
            base[0] += node.base;
        });
        if (elements.contains(null)) {
            return null;
        }
        @SuppressWarnings("NullAway") // checked above
        List<JsonNode> known = new ArrayList<>(elements);
        return Json.array(known);
    }
}
