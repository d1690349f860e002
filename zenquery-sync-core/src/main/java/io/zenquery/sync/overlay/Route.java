package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.PatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a path of the confirmed document leads: the last element on it that pending edits touch, or touch something in, and how many
 * tokens lead there. Of what is behind that, base and view say the same.
 */
record Route(Place place, int depth, JsonPointer path) {

    /** Follows {@code path} as far as something is tracked. Refuses, with a {@link PatchException}, what can be seen not to exist. */
    static Route of(Tree tree, Place root, JsonPointer path) {
        Place place = root;
        int depth = 0;
        while (depth < path.size()) {
            String token = path.token(depth);
            Inside inside = inside(tree, place);
            if (inside instanceof Members object) {
                if (object.cell(token) == null) {
                    break;
                }
                place = tree.occupant(object, token, Times.BASE);
            } else if (inside instanceof Slots list) {
                Skeleton.Node node = element(list, token, path).node();
                if (node.isRun()) {
                    break;
                }
                place = tree.tenant(list, node, Times.BASE);
            } else {
                break;
            }
            if (place == null) {
                throw new PatchException("\"" + path + "\": expected a value, found none at \"" + token
                        + "\" of the confirmed document");
            }
            depth++;
        }
        return new Route(place, depth, path);
    }

    private static Skeleton.Position element(Slots list, String token, JsonPointer path) {
        int index = JsonPointer.arrayIndex(token);
        Skeleton.Position position = index < 0 ? null : list.order().at(index, true);
        if (position == null) {
            throw new PatchException("\"" + path + "\": expected an array index below "
                    + list.order().count(true) + ", got \"" + token + "\"");
        }
        return position;
    }

    /** Whether the path ends at the element, not at something in it. */
    boolean isTarget() {
        return depth == path.tokens().size();
    }

    /** The open content that the path's last token is looked up in; null if the path ends elsewhere, or it is not open. */
    @Nullable
    Inside around(Tree tree) {
        return depth == path.tokens().size() - 1 ? inside(tree, place) : null;
    }

    /** The content of {@code place} in the base, if it is open. */
    static @Nullable Inside inside(Tree tree, Place place) {
        Content base = place.base();
        return base == null ? null : tree.inside(base.id());
    }

    /** The element's path in the view; null if the view does not show what it holds in the base. */
    static @Nullable JsonPointer shown(Tree tree, Place place) {
        return Content.same(place.shown(), place.base()) && tree.isAlive(place, Times.VIEW)
                ? tree.path(place, Times.VIEW)
                : null;
    }

    /** The whole path as it is in the view; null if the view does not show it. */
    @Nullable
    JsonPointer shown(Tree tree) {
        JsonPointer shown = shown(tree, place);
        if (shown == null) {
            return null;
        }
        List<String> tokens = new ArrayList<>(shown.tokens());
        for (int i = depth; i < path.tokens().size(); i++) {
            String token = path.tokens().get(i);
            if (i == depth && inside(tree, place) instanceof Slots list) {
                Skeleton.Position position = element(list, token, path);
                token = Tree.index(list.order().rank(position.node().label, false) + position.offset());
            }
            tokens.add(token);
        }
        return new JsonPointer(tokens);
    }

    /** The index at which the view gets what is inserted into the list, which nothing is pending for, at {@code index} of the base. */
    static String gap(Slots list, int index) {
        if (index == 0) {
            return "0";
        }
        Skeleton.Position left = Objects.requireNonNull(list.order().at(index - 1, true), "an index within the list");
        Skeleton.Node node = left.node();
        int rank = list.order().rank(node.label, false);
        return Tree.index(rank + (node.isRun() ? left.offset() + 1 : node.view));
    }

    /** Where the last token of {@code path} says to insert. */
    static int insertion(Slots list, JsonPointer path) {
        int count = list.order().count(true);
        int index = path.last().equals("-") ? count : JsonPointer.arrayIndex(path.last());
        if (index < 0 || index > count) {
            throw new PatchException(
                    "\"" + path + "\": expected - or an array index up to " + count + ", got \"" + path.last() + "\"");
        }
        return index;
    }
}
