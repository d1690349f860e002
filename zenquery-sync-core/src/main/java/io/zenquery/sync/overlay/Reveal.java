package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Brings what the view shows to what the stacks say, one element at a time, and emits for each the operation that does it. At any
 * moment the tree shows exactly what the operations so far lead to, so each path is right when its operation is applied.
 *
 * <p>The order keeps the operations few and free of cycles: moves from the outermost inward, removals, what is out of sight,
 * additions from the outermost inward, contents from the innermost outward.
 */
final class Reveal {
    private final Tree tree;
    private final Emission emission;

    /** What a content that is to be replaced looked like. */
    private final Map<Long, JsonNode> before = new HashMap<>();

    private final Set<Spot> claimed = new HashSet<>();

    Reveal(Tree tree, Emission emission) {
        this.tree = tree;
        this.emission = emission;
    }

    /** Notes what {@code place} looks like, before the base of what it shows is changed. */
    void capture(Place place) {
        if (isVisible(place) && place.shown() != null && !before.containsKey(place.id())) {
            JsonNode value = tree.render(place, Times.VIEW);
            if (value != null) {
                before.put(place.id(), value);
            }
        }
    }

    void run(LongSet changed) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            Place place = tree.find(changed.get(i));
            if (place != null && (!Objects.equals(place.at(), goal(place)) || !isFilled(place))) {
                places.add(place);
            }
        }
        if (!places.isEmpty()) {
            show(places);
        }
        before.clear();
    }

    private void show(List<Place> places) {
        Map<Long, Integer> depths = new HashMap<>();
        places.forEach(place -> depths.put(place.id(), depth(place)));
        places.sort(Comparator.comparing(place -> depths.get(place.id())));
        places.forEach(this::claim);
        List<Long> inward = places.stream().map(Place::id).toList();
        inward.forEach(this::detach);
        inward.forEach(this::move);
        inward.forEach(this::remove);
        inward.forEach(this::leaveUnseen);
        inward.forEach(this::arriveUnseen);
        inward.forEach(this::add);
        claimed.clear();
        inward.forEach(this::remove);
        for (int i = inward.size() - 1; i >= 0; i--) {
            fill(inward.get(i));
        }
        inward.forEach(id -> {
            assert Objects.equals(tree.place(id).at(), goal(tree.place(id))) && isFilled(tree.place(id));
        });
    }

    /** Notes a place that an element is to take from another one: both happens in the same operation. */
    private void claim(Place place) {
        Spot goal = goal(place);
        Place present = goal == null || goal.equals(place.at()) ? null : occupant(goal);
        if (goal != null && present != null) {
            claimed.add(goal);
            capture(present);
        }
    }

    private @Nullable Place occupant(Spot spot) {
        Inside inside = tree.inside(spot.container());
        if (spot instanceof Spot.Member member && inside instanceof Members object) {
            return tree.occupant(object, member.name(), Times.VIEW);
        }
        if (spot instanceof Spot.InList slot && inside instanceof Slots list) {
            Skeleton.Node node = list.order().find(slot.label());
            return node == null ? null : tree.tenant(list, node, Times.VIEW);
        }
        return null;
    }

    private static @Nullable Spot goal(Place place) {
        Spot spot = place.spot(Times.END);
        return spot != null && spot.isPlace() ? spot : null;
    }

    private static boolean isFilled(Place place) {
        return Content.same(place.shown(), place.content(Times.END));
    }

    private int depth(Place place) {
        int depth = 0;
        Spot spot = goal(place);
        while (spot != null && spot.container() != 0 && depth < 10_000) {
            depth++;
            Inside inside = tree.inside(spot.container());
            Place owner = inside == null ? null : tree.owner(inside);
            spot = owner == null ? null : goal(owner);
        }
        return depth;
    }

    boolean isVisible(Place place) {
        Spot at = place.at();
        return at != null && isVisible(at);
    }

    private boolean isVisible(Spot spot) {
        return spot == Spot.Fixed.ROOT || (spot.isPlace() && tree.isAlive(spot.container(), Times.VIEW));
    }

    // ------------------------------------------------------------------------------------------------------ phases

    /** From now on what is in a content that is to be replaced counts as out of sight. */
    private void detach(Long id) {
        Place place = tree.place(id);
        if (isFilled(place)) {
            return;
        }
        capture(place);
        tree.show(place, place.at(), null);
    }

    private void move(Long id) {
        Place place = tree.place(id);
        Spot goal = goal(place);
        if (goal == null || goal.equals(place.at()) || !isVisible(place) || !isVisible(goal)) {
            return;
        }
        if (tree.isWithin(goal.container(), place, Times.VIEW)
                || (goal instanceof Spot.InList && claimed.contains(goal))) {
            return;
        }
        JsonPointer from = tree.path(place, Times.VIEW);
        int lastIndex = lastIndex(place);
        Place moved = show(place, null);
        displace(goal, id);
        moved = show(moved, goal);
        emission.move(place.atom(), from, tree.path(moved, Times.VIEW), lastIndex);
    }

    private int lastIndex(Place place) {
        return place.at() instanceof Spot.InList slot && tree.inside(slot.container()) instanceof Slots list
                ? list.order().count(false) - 1
                : 0;
    }

    private void remove(Long id) {
        Place place = tree.place(id);
        Spot goal = goal(place);
        if (Objects.equals(goal, place.at())) {
            return;
        }
        if (isVisible(place) && (goal == null || !isVisible(goal))) {
            if (goal == null && claimed.contains(place.at())) {
                return;
            }
            emission.remove(place.atom(), tree.path(place, Times.VIEW));
            show(place, null);
        }
    }

    private void leaveUnseen(Long id) {
        Place place = tree.place(id);
        if (!Objects.equals(goal(place), place.at()) && !isVisible(place)) {
            show(place, null);
        }
    }

    private void arriveUnseen(Long id) {
        Place place = tree.place(id);
        Spot goal = goal(place);
        if (!isVisible(place) && (goal == null || !isVisible(goal))) {
            show(tree.show(place, place.at(), place.content(Times.END)), goal);
        }
    }

    private void add(Long id) {
        Place place = tree.place(id);
        Spot goal = goal(place);
        if (goal == null || Objects.equals(goal, place.at())) {
            return;
        }
        if (isVisible(place)) { // what it was to move into was inside it, and is not any more
            emission.remove(place.atom(), tree.path(place, Times.VIEW));
        }
        place = tree.show(show(place, null), null, place.content(Times.END));
        if (!isVisible(goal)) {
            show(place, goal);
            return;
        }
        Place present = displace(goal, id);
        JsonNode old = present == null ? null : before.get(present.id());
        place = show(place, goal);
        JsonNode value = tree.render(place, Times.VIEW);
        JsonPointer path = tree.path(place, Times.VIEW);
        if (present != null && goal instanceof Spot.InList && !Emission.sameValue(old, value)) {
            emission.replace(place.atom(), path, value);
        } else if (!Emission.sameValue(old, value)) {
            emission.add(place.atom(), path, value);
        }
    }

    private void fill(Long id) {
        Place place = tree.place(id);
        if (isFilled(place)) {
            return;
        }
        Content content = place.content(Times.END);
        place = tree.show(place, place.at(), content);
        if (!isVisible(place)) {
            return;
        }
        JsonNode value = content == null ? null : tree.render(place, Times.VIEW);
        JsonNode old = before.get(id);
        JsonPointer path = tree.path(place, Times.VIEW);
        if (Emission.sameValue(old, value)) {
            return;
        }
        if (value != null && Json.isAbsent(value)) {
            emission.remove(place.atom(), path);
        } else if (old != null && Json.isAbsent(old)) {
            emission.add(place.atom(), path, value);
        } else {
            emission.replace(place.atom(), path, value);
        }
    }

    // ----------------------------------------------------------------------------------------------------- helpers

    private Place show(Place place, @Nullable Spot at) {
        Place shown = tree.show(place, at, place.shown());
        tree.mark(shown, place.at(), Times.VIEW);
        tree.mark(shown, at, Times.VIEW);
        return shown;
    }

    /** Takes away the view's element at a place that another one is about to take. */
    private @Nullable Place displace(Spot spot, long id) {
        Place present = occupant(spot);
        if (present == null || present.id() == id || !spot.equals(present.at())) {
            return null;
        }
        show(present, null);
        return present;
    }
}
