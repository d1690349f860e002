package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Members;
import io.zenquery.sync.overlay.Inside.Slots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what two ways through a transition have come to. For assertions: it looks at all that is tracked. */
final class Likeness {

    private Likeness() {}

    /** Whether both are the same change, to the last entry of each stack. */
    static boolean is(@Nullable OverlayChange one, @Nullable OverlayChange other) {
        if (!Objects.equals(contents(one), contents(other))) {
            throw new AssertionError(
                    "two ways that should come to the same come to " + contents(one) + " and to " + contents(other));
        }
        return true;
    }

    private static @Nullable Object contents(@Nullable OverlayChange change) {
        return change == null
                ? null
                : List.of(
                        change.next().contents(),
                        change.view(),
                        change.unknown(),
                        change.resolutions(),
                        change.confirmed());
    }

    /** All of a forest, as values that can be compared. */
    static Object contents(Forest forest) {
        List<Object> places = new ArrayList<>();
        forest.places().forEach(place -> places.add(contents(place)));
        List<Object> insides = new ArrayList<>();
        forest.insides().forEach(inside -> insides.add(contents(inside)));
        List<Object> elsewhere = new ArrayList<>();
        forest.elsewhere().forEach(ids -> elsewhere.add(numbers(ids)));
        return List.of(forest.roots(), places, insides, elsewhere, forest.checks(), forest.lastId());
    }

    private static Object contents(Place place) {
        return Arrays.asList(
                place.id(),
                place.atom(),
                place.home(),
                place.base(),
                place.at(),
                place.shown(),
                List.of(place.steps()),
                List.of(place.fills()),
                List.of(place.others()),
                place.standIn(),
                numbers(place.aliases()));
    }

    private static Object contents(Inside inside) {
        return Arrays.asList(
                inside.id(),
                inside.owner(),
                inside.shownIn(),
                inside.value(),
                inside instanceof Members object ? cells(object) : nodes((Slots) inside));
    }

    private static Object cells(Members object) {
        Map<String, Object> cells = new TreeMap<>();
        object.cells()
                .forEach((name, cell) -> cells.put(name, List.of(numbers(cell.elements()), List.of(cell.edits()))));
        return cells;
    }

    private static Object nodes(Slots list) {
        List<Object> nodes = new ArrayList<>();
        list.order().forEach(node -> nodes.add(List.of(node.label, node.element, node.base, node.view)));
        return nodes;
    }

    private static List<Long> numbers(long[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
