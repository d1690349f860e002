package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * All that pending edits touch, in any atom. Immutable.
 *
 * @param roots the documents that are touched, as elements
 * @param places the elements that are touched
 * @param insides the contents in which something is touched
 * @param elsewhere by time, the elements other than its own that an edit has an effect on
 * @param checks how many of the edits are tests
 * @param lastId the last identity that was given away
 */
record Forest(
        HashPMap<AtomKey, Long> roots,
        LongMap<Place> places,
        LongMap<Inside> insides,
        LongMap<long[]> elsewhere,
        int checks,
        long lastId) {
    static final Forest EMPTY =
            new Forest(HashTreePMap.empty(), LongMap.empty(), LongMap.empty(), LongMap.empty(), 0, 0);
}
