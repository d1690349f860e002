package io.zenquery.sync.simulation;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What something has done to the tags in the documents.
 *
 * @param come those that were not there before
 * @param gone those that are not there any more
 */
record TagChange(Set<String> come, Set<String> gone) {
    static final TagChange NONE = new TagChange(Set.of(), Set.of());

    static TagChange between(Collection<String> before, Collection<String> after) {
        return new TagChange(minus(after, before), minus(before, after));
    }

    private static Set<String> minus(Collection<String> from, Collection<String> less) {
        Set<String> rest = new LinkedHashSet<>(from);
        rest.removeAll(Set.copyOf(less));
        return rest;
    }

    /** What takes it back. */
    TagChange inverse() {
        return new TagChange(gone, come);
    }

    /** What of it is left to do where these tags are there. */
    TagChange leftIn(Collection<String> present) {
        Set<String> stillThere = new LinkedHashSet<>(gone);
        stillThere.retainAll(present);
        return new TagChange(minus(come, present), stillThere);
    }

    boolean isPartOf(TagChange other) {
        return other.come.containsAll(come) && other.gone.containsAll(gone);
    }

    boolean isNone() {
        return come.isEmpty() && gone.isEmpty();
    }
}
