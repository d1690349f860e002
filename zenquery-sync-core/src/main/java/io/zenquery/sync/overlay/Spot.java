package io.zenquery.sync.overlay;

import org.jspecify.annotations.Nullable;

/** Where an element is: the root of its document, a slot of a list, or a member of an object. */
sealed interface Spot {

    /** Spots that are in no container. */
    enum Fixed implements Spot {
        /** The root of a document. */
        ROOT,
        /** Nowhere: removed. */
        GONE
    }

    /** @param container the list's content */
    record InList(long container, Label label) implements Spot {
        @Override
        public boolean equals(@Nullable Object other) { // by hand, here and below, as each step asks often
            return this == other
                    || (other instanceof InList slot && container == slot.container && label.equals(slot.label));
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(container) + label.hashCode();
        }
    }

    /** @param container the object's content */
    record Member(long container, String name) implements Spot {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Member member && container == member.container && name.equals(member.name));
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(container) + name.hashCode();
        }
    }

    /** No spot: while the element can't be reached, another one, which is the member that it was, stands for it. */
    record Forward(long element) implements Spot {}

    /** The content that this spot is in; 0 for none. */
    default long container() {
        return 0;
    }

    /** Whether an element can be there. */
    default boolean isPlace() {
        return !(this == Fixed.GONE) && !(this instanceof Forward);
    }
}
