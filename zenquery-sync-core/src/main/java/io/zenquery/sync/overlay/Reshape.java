package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Fits what pending edits touch in a content to another value than was predicted: it is found again by name and by index. For what
 * is not, and where the kind of value is another one, nothing is left to find.
 */
record Reshape(Tree tree, Base base) {

    void run(long content, JsonNode value) {
        Inside inside = tree.inside(content);
        if (inside instanceof Members object && value.isObject()) {
            object.cells().forEach((name, cell) -> member(members(content), name, value.get(name)));
        } else if (inside instanceof Slots && value.isArray()) {
            list(content, value);
        }
    }

    static boolean isLike(Inside inside, JsonNode value) {
        return inside instanceof Members ? value.isObject() : value.isArray();
    }

    private void member(Members object, String name, @Nullable JsonNode value) {
        Place present = tree.occupant(object, name, Times.BASE);
        if (value != null && present != null) {
            inside(present, value);
        } else if (value != null) {
            base.setMember(object, name, base.content(tree.atom(object), tree.newId(), value), null);
        } else if (present != null) {
            base.remove(present);
        }
    }

    private void list(long content, JsonNode value) {
        for (int index = slots(content).order().count(true) - 1; index >= 0; index--) {
            Slots list = slots(content);
            Skeleton.Node node = Objects.requireNonNull(list.order().at(index, true), "an index within the list")
                    .node();
            boolean kept = index < value.size();
            if (!node.isRun() && kept) {
                inside(tree.present(list, node, Times.BASE, "an element of the base"), value.get(index));
            } else if (!node.isRun()) {
                base.remove(tree.present(list, node, Times.BASE, "an element of the base"));
            } else if (!kept) {
                base.removeUntracked(list, node);
            }
        }
        for (int index = slots(content).order().count(true); index < value.size(); index++) {
            base.insertUntracked(slots(content), index);
        }
    }

    private void inside(Place place, JsonNode value) {
        Content content = Objects.requireNonNull(place.base(), "an element of the base");
        Inside inside = tree.inside(content.id());
        if (inside != null && !isLike(inside, value)) {
            base.fill(place, base.content(place.atom(), tree.newId(), value));
        } else if (inside != null) {
            run(content.id(), value);
        } else if (!Objects.equals(place.at(), place.home())) {
            // a pending edit has it elsewhere: there it is not shown anew with what is around it here
            base.fill(place, base.content(place.atom(), tree.newId(), value));
        }
    }

    private Members members(long content) {
        return (Members) Objects.requireNonNull(tree.inside(content), "an open object");
    }

    private Slots slots(long content) {
        return (Slots) Objects.requireNonNull(tree.inside(content), "an open list");
    }
}
