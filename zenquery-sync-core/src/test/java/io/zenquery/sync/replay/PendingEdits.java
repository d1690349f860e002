package io.zenquery.sync.replay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The edits of one mutation.
 *
 * @param seq the client sequence number; negative for a correction
 * @param edits what is left of the mutation, in its order
 * @param hidden a strategy took it out of the view until its verdict
 * @param visible whether it is in the view: not hidden, and all its tests pass
 */
record PendingEdits(long seq, List<AtomEdit> edits, boolean hidden, boolean visible) {

    /**
     * One edit.
     *
     * @param patch what it last was as operations, in a document that has all edits before it; mostly one
     * @param active whether it is executed in the present view; not if an earlier pending edit covers its place
     */
    record AtomEdit(AtomKey atom, Edit edit, List<Patch> patch, boolean active) {
        AtomEdit(AtomKey atom, Edit edit, List<Patch> patch) {
            this(atom, edit, patch, true);
        }
    }

    /** What the edits of a mutation create belongs to this source. */
    record Source(long seq) {}

    /** Whether this is no mutation but a lasting correction: see {@link ReplayOverlay#correct}. */
    boolean isCorrection() {
        return seq < 0;
    }

    /** The edits as operations per atom, against the confirmed documents with all earlier mutations in them. */
    Map<AtomKey, List<Patch>> patches() {
        Map<AtomKey, List<Patch>> patches = new LinkedHashMap<>();
        for (AtomEdit each : edits) {
            if (each.active()) {
                patches.computeIfAbsent(each.atom(), atom -> new ArrayList<>()).addAll(each.patch());
            }
        }
        return patches;
    }
}
