package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.patch.PatchException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Executes a change of the server: on the confirmed document, on the bottoms of what pending edits touch, and, where they touch
 * nothing, on the view at once, with its paths as they are there. Notes which pending edits it meets.
 */
final class BaseChange {
    private final Tree tree;
    private final Base base;
    private final Collisions collisions;
    private final Bottoms bottoms;
    private final BaseMove moves;
    private final Reveal reveal;
    private final Emission emission;
    private final Heirs heirs;

    BaseChange(Tree tree, Base base, Rework rework, Reveal reveal, Emission emission, Heirs heirs) {
        this.tree = tree;
        this.base = base;
        this.collisions = new Collisions(tree, rework);
        this.bottoms = new Bottoms(tree);
        this.moves = new BaseMove(tree, base, collisions, emission);
        this.reveal = reveal;
        this.emission = emission;
        this.heirs = heirs;
    }

    void run(Map<AtomKey, List<Patch>> delta) {
        delta.forEach((atom, operations) -> {
            Place root = tree.root(atom);
            JsonNode document = tree.document(atom);
            if (root == null) {
                if (document != null) {
                    tree.document(atom, JsonPatch.apply(document, operations));
                }
                emission.addAll(atom, operations);
            } else {
                operations.forEach(operation -> run(atom, operation));
            }
        });
    }

    private void run(AtomKey atom, Patch operation) {
        JsonNode document = tree.document(atom);
        JsonNode after = document == null ? null : JsonPatch.apply(document, List.of(operation));
        Place root = tree.place(Objects.requireNonNull(tree.root(atom)).id());
        if (operation instanceof Patch.Add add) {
            add(root, add);
        } else if (operation instanceof Patch.Replace replace) {
            replace(root, replace);
        } else if (operation instanceof Patch.Remove remove) {
            remove(root, remove);
        } else if (operation instanceof Patch.Copy copy) {
            add(root, new Patch.Add(copy.path(), valueAt(root, copy.from())));
        } else if (operation instanceof Patch.Move move) {
            if (move.path().isRoot()) {
                replace(root, new Patch.Replace(move.path(), valueAt(root, move.from())));
            } else {
                moves.run(root, move);
            }
        }
        if (after != null) {
            tree.document(atom, after);
        }
    }

    private JsonNode valueAt(Place root, JsonPointer path) {
        JsonNode document = tree.document(root.atom());
        if (document != null) {
            return JsonPatch.valueAt(document, path);
        }
        Route route = Route.of(tree, root, path);
        JsonNode value = tree.baseValue(route.place());
        if (value == null) {
            throw new PatchException("\"" + path + "\": expected a known value to copy; without a state layer none is"
                    + " known. Use add with the value instead");
        }
        List<String> tokens = path.tokens();
        return JsonPatch.valueAt(value, new JsonPointer(tokens.subList(route.depth(), tokens.size())));
    }

    // --------------------------------------------------------------------------------------------------------- add

    private void add(Place root, Patch.Add add) {
        JsonPointer path = add.path();
        if (path.isRoot()) {
            setRoot(root, add.value());
            return;
        }
        Route parent = Route.of(tree, root, path.parent());
        Inside inside = parent.isTarget() ? Route.inside(tree, parent.place()) : null;
        if (inside instanceof Slots list) {
            insert(parent.place(), list, add);
        } else if (inside instanceof Members object && object.cell(path.last()) != null) {
            setMember(object, path.last(), add.value());
            bottoms.change(parent.place(), add);
        } else {
            Route route = new Route(parent.place(), parent.depth(), path);
            collisions.at(parent.place());
            JsonPointer shown = route.shown(tree);
            if (shown != null && !isPresent(root, path, add.value(), true)) {
                emission.add(root.atom(), shown, add.value());
            }
            bottoms.change(parent.place(), add);
        }
    }

    private void insert(Place owner, Slots list, Patch.Add add) {
        collisions.at(owner);
        int index = Route.insertion(list, add.path());
        Edit heir = heirs.insert(list.id());
        Place place = heir == null ? null : tree.find(heir.element());
        if (heir != null && place != null && !place.isInBase()) {
            reveal.capture(place);
            Label label = tree.labelAt(list, index, Times.BASE);
            Content content = inherited(heir, add.value(), owner.atom());
            base.put(tree.place(place.id()), new Spot.InList(list.id(), label), content);
            new Reshape(tree, base).run(content.id(), add.value());
        } else {
            JsonPointer shown = Route.shown(tree, owner);
            if (shown != null) {
                emission.add(owner.atom(), shown.child(Route.gap(list, index)), add.value());
            }
            base.insertUntracked(list, index);
        }
        bottoms.change(tree.place(owner.id()), add);
    }

    // --------------------------------------------------------------------------------------------------------- set

    private void setRoot(Place root, JsonNode value) {
        collisions.at(root);
        Edit heir = Json.isAbsent(value) ? null : heirs.element(root);
        if (heir == null) {
            base.setRoot(root, value);
        } else {
            inherit(root, heir, value);
        }
    }

    private void setMember(Members object, String name, JsonNode value) {
        collisions.member(object, name);
        Edit.SetMember heir = heirs.member(object, name);
        if (heir != null) {
            for (Place each : new @Nullable Place[] {tree.occupant(object, name, Times.BASE), tree.find(heir.made())}) {
                if (each != null) {
                    reveal.capture(each);
                }
            }
        }
        Content content = inherited(heir, value, tree.atom(object));
        base.setMember((Members) Objects.requireNonNull(tree.inside(object.id())), name, content, heir);
        new Reshape(tree, base).run(content.id(), value);
    }

    private void replace(Place root, Patch.Replace replace) {
        Route route = Route.of(tree, root, replace.path());
        Place place = route.place();
        if (!route.isTarget()) {
            collisions.at(place);
            JsonPointer shown = route.shown(tree);
            if (shown != null && !isPresent(root, replace.path(), replace.value(), false)) {
                emission.replace(root.atom(), shown, replace.value());
            }
            bottoms.change(place, replace);
        } else if (place.isRoot()) {
            setRoot(place, replace.value());
        } else if (place.home() instanceof Spot.Member member) {
            Members object = (Members) Objects.requireNonNull(tree.inside(member.container()));
            setMember(object, member.name(), replace.value());
            bottoms.change(Objects.requireNonNull(tree.owner(object)), replace);
        } else {
            collisions.at(place);
            Edit heir = heirs.element(place);
            if (heir == null) {
                base.fill(place, base.content(place.atom(), tree.newId(), replace.value()));
            } else {
                inherit(place, heir, replace.value());
            }
            bottoms.change(Objects.requireNonNull(collisions.around(place)), replace);
        }
    }

    /** Fills an element of the base with what came instead of what {@code heir} predicted. */
    private void inherit(Place place, Edit heir, JsonNode value) {
        reveal.capture(place);
        Content content = inherited(heir, value, place.atom());
        base.fill(tree.place(place.id()), content);
        new Reshape(tree, base).run(content.id(), value);
    }

    /** New content under the identity that {@code heir} had for it, if pending edits inside that can be at home in it. */
    private Content inherited(@Nullable Edit heir, JsonNode value, AtomKey atom) {
        Content predicted = heir == null ? null : heir.content();
        Inside inside = predicted == null ? null : tree.inside(predicted.id());
        if (predicted == null || (inside != null && !Reshape.isLike(inside, value))) {
            return base.content(atom, tree.newId(), value);
        }
        return base.content(atom, predicted.id(), value);
    }

    // ------------------------------------------------------------------------------------------------------- remove

    private void remove(Place root, Patch.Remove remove) {
        Route route = Route.of(tree, root, remove.path());
        Place place = route.place();
        if (route.isTarget() && place.isRoot()) {
            setRoot(place, Json.ABSENT);
        } else if (route.isTarget()) {
            collisions.writing(place);
            Place around = Objects.requireNonNull(collisions.around(place));
            base.remove(place);
            bottoms.change(tree.place(around.id()), remove);
        } else {
            collisions.at(place);
            JsonPointer shown = route.shown(tree);
            if (shown != null) {
                emission.remove(root.atom(), shown);
            }
            moves.takeFromRun(route);
            bottoms.change(place, remove);
        }
    }

    /** Whether the confirmed document says already what an operation is to make it say; an insert into an array never does. */
    private boolean isPresent(Place root, JsonPointer path, JsonNode value, boolean add) {
        JsonNode node = tree.document(root.atom());
        boolean inArray = false;
        for (String token : path.tokens()) {
            if (node == null) {
                return false;
            }
            inArray = node.isArray();
            int index = inArray ? JsonPointer.arrayIndex(token) : -1;
            node = node.isObject() ? node.get(token) : index < 0 ? null : node.get(index);
        }
        return !(add && inArray) && Emission.sameValue(node, value);
    }
}
