package io.zenquery.sync.overlay;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The content of an element in which pending edits touch something, opened as far as they touch it. */
sealed interface Inside {

    /** The identity of the content. */
    long id();

    /** The element whose content this is. */
    long owner();

    /** The element in which the view shows this content; the same in the end, another one while a transition is under way. */
    long shownIn();

    Inside shownIn(long element);

    /** What an edit brought in; null if the content is in the base of the one around it. */
    @Nullable
    JsonNode value();

    Inside ownedBy(long newOwner, @Nullable JsonNode newValue);

    /** A list. */
    record Slots(
            long id, long owner, long shownIn, @Nullable JsonNode value, Skeleton order) implements Inside {
        Slots with(Skeleton newOrder) {
            return new Slots(id, owner, shownIn, value, newOrder);
        }

        @Override
        public Slots ownedBy(long newOwner, @Nullable JsonNode newValue) {
            return new Slots(id, newOwner, shownIn, newValue, order);
        }

        @Override
        public Slots shownIn(long element) {
            return new Slots(id, owner, element, value, order);
        }
    }

    /** An object: the members that are touched. Of one that is not in here, base and view say the same. */
    record Members(
            long id, long owner, long shownIn, @Nullable JsonNode value, Cells cells) implements Inside {
        static Members of(long id, long owner, @Nullable JsonNode value) {
            return new Members(id, owner, owner, value, Cells.EMPTY);
        }

        @Nullable
        Cell cell(String name) {
            return cells.get(name);
        }

        Members with(String name, Cell cell) {
            return new Members(id, owner, shownIn, value, cells.with(name, cell));
        }

        Members without(String name) {
            return new Members(id, owner, shownIn, value, cells.without(name));
        }

        @Override
        public Members ownedBy(long newOwner, @Nullable JsonNode newValue) {
            return new Members(id, newOwner, shownIn, newValue, cells);
        }

        @Override
        public Members shownIn(long element) {
            return new Members(id, owner, element, value, cells);
        }
    }

    /**
     * A member that is touched.
     *
     * @param elements those that are it at some time: in the base, in the view, or by an edit
     * @param edits those that mean it by its name, by time
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Cell(long[] elements, Edit[] edits) {
        static final Cell EMPTY = new Cell(new long[0], new Edit[0]);

        Cell with(long element) {
            for (long each : elements) {
                if (each == element) {
                    return this;
                }
            }
            long[] more = Arrays.copyOf(elements, elements.length + 1);
            more[elements.length] = element;
            return new Cell(more, edits);
        }

        Cell retaining(LongPredicate needed) {
            long[] kept = new long[elements.length];
            int count = 0;
            for (long each : elements) {
                if (needed.test(each)) {
                    kept[count++] = each;
                }
            }
            return count == elements.length ? this : new Cell(Arrays.copyOf(kept, count), edits);
        }

        Cell with(Edit edit) {
            return new Cell(elements, Place.plus(edits, edit));
        }

        Cell without(Edit edit) {
            return new Cell(elements, Place.minus(edits, edit.time()));
        }

        boolean isIdle() {
            return elements.length == 0 && edits.length == 0;
        }
    }
}
