package io.zenquery.sync.patch;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The name of an atom, which is one JSON document. */
public sealed interface AtomKey {

    /**
     * The key of that name. Equal names make equal keys; only these go over the wire.
     *
     * @throws IllegalArgumentException for an empty name
     */
    static AtomKey of(String name) {
        return new Named(name);
    }

    /**
     * A key that equals nothing but itself, for an atom that stays in this process.
     *
     * @param description what {@link Object#toString} shows; says nothing about identity
     */
    static AtomKey symbol(String description) {
        return new Symbol(description);
    }

    /** A key with a name. */
    record Named(String name) implements AtomKey {
        public Named {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("expected a name for the atom, got an empty text");
            }
        }

        @Override
        public boolean equals(@Nullable Object other) { // by hand, as each step asks often
            return this == other || (other instanceof Named named && name.equals(named.name));
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A key without a name. */
    final class Symbol implements AtomKey {
        private final String description;

        private Symbol(String description) {
            this.description = Objects.requireNonNull(description, "description");
        }

        @Override
        public String toString() {
            return "Symbol(" + description + ")";
        }
    }
}
