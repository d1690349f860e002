package io.zenquery.sync.replay;

import org.jspecify.annotations.Nullable;

/**
 * The identity of an element, a list slot or a container's content.
 *
 * <p>What an operation creates gets an {@linkplain #of origin} of its own. What a value held when it came in is identified by the
 * identity of that value and its key in it, as it was then; so the same value expands to the same identities each time.
 *
 * @param parent the content that held this when it came in, null for an origin
 * @param key a member name, an index ({@link Integer}), or what an origin is named by
 */
record Id(@Nullable Id parent, Object key) {

    /** What the {@code index}-th operation of a source, a mutation or a delta, creates. */
    record Origin(Object source, int index) {}

    static Id of(Object source, int index) {
        return new Id(null, new Origin(source, index));
    }

    Id child(Object childKey) {
        return new Id(this, childKey);
    }

    /** The identity at the root: of what was brought in, by one operation or from the start, with this in it. */
    Id origin() {
        Id id = this;
        while (id.parent != null) {
            id = id.parent;
        }
        return id;
    }

    /** The mutation or delta that brought this in, or the atom's name where it was there from the start. */
    Object source() {
        return ((Origin) origin().key).source();
    }
}
