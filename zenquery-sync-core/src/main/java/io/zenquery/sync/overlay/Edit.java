package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A patch operation, resolved to the identities of what it touches. It has a {@code time} of its own: its place in the order of all
 * pending edits.
 */
sealed interface Edit {
    long time();

    AtomKey atom();

    /** The element that it makes, fills, moves, removes or checks. */
    long element();

    /** Inserts an element into a list. */
    record Insert(long time, AtomKey atom, long list, Label label, long element, Content content) implements Edit {}

    /**
     * Gives a member other content. An {@code element} that stood there is followed if it has been moved; where there is none, or none
     * any more, the member {@code name} of the object is meant.
     *
     * @param made what the member becomes if it has to be made; the same as {@code element} if none stood there
     */
    record SetMember(long time, AtomKey atom, long object, String name, long element, long made, Content content)
            implements Edit {}

    /** Gives a list element or a document other content. */
    record SetElement(long time, AtomKey atom, long element, Content content) implements Edit {}

    /**
     * Removes an element from where it is, or a document.
     *
     * @param member the member that the element is; null for a list element
     * @param also the elements that the element stood for when the removal was made: what becomes of them is removed too, since what was
     *     written to them was seen in the element. What anybody else makes under that name is not
     */
    record Delete(long time, AtomKey atom, long element, Spot.@Nullable Member member, List<Long> also)
            implements Edit {
        Delete(long time, AtomKey atom, long element) {
            this(time, atom, element, null, List.of());
        }
    }

    /** Moves an element. */
    record Move(long time, AtomKey atom, long element, Spot to) implements Edit {}

    /** Requires a value; an unknown one passes. */
    record Check(long time, AtomKey atom, long element, JsonNode value) implements Edit {}

    /**
     * Puts back what a server change removed: the element, where it was, or, without a spot, its content alone. It stands directly in front
     * of the edit that needs it, and goes with it. Each edit has its own: where what it puts back is there already, it does nothing.
     */
    record Restore(
            long time, AtomKey atom, long element, @Nullable Spot to, Content content) implements Edit {

        Restore at(long newTime) {
            return new Restore(newTime, atom, element, to, content);
        }

        /** Whether it was made for the edit of that time. */
        boolean isFor(long asker) {
            return time < asker && time > asker - Times.SPACING;
        }

        /** Whether both put back the same. */
        boolean isLike(Restore other) {
            return element == other.element && (to == null) == (other.to == null) && content.id() == other.content.id();
        }
    }

    /** What it puts into the element; null if it does not. */
    default @Nullable Content content() {
        return null;
    }

    /** The mutation that it belongs to. */
    default long seq() {
        return Times.seq(time());
    }

    /** Whether it may bring its element into being. */
    default boolean isCreator() {
        return this instanceof Insert
                || this instanceof SetMember
                || (this instanceof Restore restore && restore.to() != null);
    }

    /** Whether what it does depends on what is where when its turn comes. */
    default boolean isConditional() {
        return this instanceof SetMember
                || this instanceof Move
                || this instanceof Check
                || this instanceof Restore
                || (this instanceof Delete delete && delete.member() != null);
    }

    /** The container that it refers to by itself; 0 for none. */
    default long container() {
        if (this instanceof Insert insert) {
            return insert.list();
        } else if (this instanceof SetMember set) {
            return set.object();
        }
        Spot to = this instanceof Move move
                ? move.to()
                : this instanceof Restore restore
                        ? restore.to()
                        : this instanceof Delete delete ? delete.member() : null;
        return to == null ? 0 : to.container();
    }
}
