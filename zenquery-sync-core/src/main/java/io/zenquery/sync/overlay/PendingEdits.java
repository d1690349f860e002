package io.zenquery.sync.overlay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The edits of one mutation.
 *
 * @param seq the client sequence number
 * @param edits what is left of the mutation, in its order
 * @param hidden a strategy took it out of the view until its verdict
 * @param visible whether it is in the view: not hidden, and all its tests pass
 */
record PendingEdits(long seq, List<AtomEdit> edits, boolean hidden, boolean visible) {

    /**
     * One edit.
     *
     * @param patch the operation that it last was, in a document that has all edits before it
     */
    record AtomEdit(AtomKey atom, Edit edit, Patch patch) {}

    /** What the edits of a mutation create belongs to this source. */
    record Source(long seq) {}

    Id id(int index) {
        return Id.of(new Source(seq), index);
    }

    /** The edits as operations per atom, against the confirmed documents with all earlier mutations in them. */
    Map<AtomKey, List<Patch>> patches() {
        Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
        edits.forEach(each ->
                patches.computeIfAbsent(each.atom(), atom -> new ArrayList<>()).add(each.patch()));
        return patches;
    }
}
