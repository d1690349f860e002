package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets go of what nothing is pending for any more: it becomes anonymous again, or, if it is nowhere, is forgotten. */
record Prune(Tree tree) {

    void run() {
        LongSet touched = tree.touched();
        int count = touched.size();
        for (int i = 0; i < count; i++) {
            place(touched.get(i));
        }
        for (Map.Entry<Spot, Long> each : List.copyOf(tree.vacated().entrySet())) {
            vacated(each.getKey(), each.getValue());
        }
    }

    private void vacated(Spot spot, long element) {
        if (spot instanceof Spot.InList slot) {
            slot(slot, element);
        } else if (spot instanceof Spot.Member member && tree.inside(member.container()) instanceof Members object) {
            cell(object, member.name());
            inside(member.container());
        }
    }

    private void place(long id) {
        Place place = tree.find(id);
        if (place == null || !place.isIdle() || stands(place) || isOpen(place.base()) || isOpen(place.shown())) {
            return;
        }
        Spot home = place.home();
        if (!place.isRoot() && place.isInBase() && !Objects.equals(place.at(), home)) {
            return; // shown elsewhere: an edit of another element has it there, or takes it away
        }
        if (isMeantByName(place, home) || isMeantByName(place, place.at())) {
            return;
        }
        tree.remove(place);
        if (place.standIn() != 0) {
            place(place.standIn());
        }
        for (Spot spot : new @Nullable Spot[] {home, place.at()}) {
            if (spot != null && spot.container() != 0) {
                leave(spot, place);
            }
        }
    }

    /** Whether it stands for an element that something is pending for. */
    private boolean stands(Place place) {
        for (long alias : place.aliases()) {
            Place other = tree.find(alias);
            if (other != null && other.standIn() == place.id()) {
                return true;
            }
        }
        return false;
    }

    /** Whether something else is pending for the member that the element is: then who it is has to be known. */
    private boolean isMeantByName(Place place, @Nullable Spot spot) {
        if (!(spot instanceof Spot.Member member) || !(tree.inside(member.container()) instanceof Members object)) {
            return false;
        }
        Cell cell = object.cell(member.name());
        if (cell == null) {
            return false;
        }
        if (cell.edits().length > 0) {
            return true;
        }
        for (long id : cell.elements()) {
            Place other = tree.find(id);
            if (id != place.id() && other != null && isAbout(other, spot, cell)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOpen(@Nullable Content content) {
        return content != null && tree.inside(content.id()) != null;
    }

    private void leave(Spot spot, Place place) {
        Inside inside = tree.inside(spot.container());
        if (inside instanceof Slots list && spot instanceof Spot.InList slot) {
            Skeleton.Node node = list.order().find(slot.label());
            if (node != null && node.element == place.id() && !node.isRun()) {
                tree.put(list.with(place.isInBase() ? joined(list.order(), node) : closed(list.order(), node.label)));
            }
        } else if (inside instanceof Members object && spot instanceof Spot.Member member) {
            cell(object, member.name());
        }
        inside(spot.container());
    }

    /** The slot as part of the run around it. */
    private static Skeleton joined(Skeleton order, Skeleton.Node slot) {
        Skeleton.Node left = order.before(slot.label);
        Skeleton.Node right = order.after(slot.label);
        int length = 1;
        Label label = slot.label;
        Skeleton joined = order;
        if (right != null && right.isRun()) {
            length += right.base;
            joined = joined.without(right.label);
        }
        if (left != null && left.isRun()) {
            length += left.base;
            joined = joined.without(slot.label);
            label = left.label;
        }
        return joined.with(Skeleton.run(label, length));
    }

    /** Without the slot: the runs on both sides become one. */
    private static Skeleton closed(Skeleton order, Label slot) {
        Skeleton.Node left = order.before(slot);
        Skeleton.Node right = order.after(slot);
        Skeleton rest = order.without(slot);
        if (left == null || right == null || !left.isRun() || !right.isRun()) {
            return rest;
        }
        return rest.without(right.label).with(Skeleton.run(left.label, left.base + right.base));
    }

    /** A slot without an element is needed only while an edit may put its own there. */
    private void slot(Spot.InList slot, long element) {
        Place place = tree.find(element);
        Inside inside = tree.inside(slot.container());
        if (!(inside instanceof Slots list)) {
            return;
        }
        Skeleton.Node node = list.order().find(slot.label());
        if (node == null || node.isRun() || node.base + node.view > 0) {
            return;
        }
        boolean[] needed = {false};
        Place own = place != null ? place : tree.find(node.element);
        if (own != null) {
            own.forEachEdit(edit -> needed[0] |= slot.equals(Writes.slot(edit)));
        }
        for (Place.Step step : own == null ? new Place.Step[0] : own.steps()) {
            needed[0] |= slot.equals(step.to());
        }
        if (!needed[0]) {
            tree.put(list.with(closed(list.order(), slot.label())));
            inside(slot.container());
        }
    }

    private void cell(Members object, String name) {
        Cell cell = object.cell(name);
        if (cell == null) {
            return;
        }
        Spot spot = new Spot.Member(object.id(), name);
        Cell rest = cell.retaining(id -> {
            Place place = tree.find(id);
            return place != null && isAbout(place, spot, cell);
        });
        if (rest != cell) {
            tree.put(rest.isIdle() ? object.without(name) : object.with(name, rest));
        } else if (rest.isIdle()) {
            tree.put(object.without(name));
        }
        if (rest.edits().length == 0) {
            for (long id : rest.elements()) {
                place(id);
            }
        }
    }

    private static boolean isAbout(Place place, Spot spot, Cell cell) {
        if (spot.equals(place.home()) || spot.equals(place.at())) {
            return true;
        }
        for (Place.Step step : place.steps()) {
            if (spot.equals(step.to())) {
                return true;
            }
        }
        for (Edit edit : cell.edits()) {
            if (edit.element() == place.id()) {
                return true;
            }
        }
        return false;
    }

    /** A content in which nothing is pending any more. */
    private void inside(long content) {
        Inside inside = tree.inside(content);
        if (inside == null) {
            return;
        }
        if (inside instanceof Members object) {
            if (!object.cells().isEmpty()) {
                return;
            }
        } else if (!((Slots) inside).order().isAnonymous()) {
            return;
        }
        tree.remove(inside);
        place(inside.owner());
    }
}
