package io.zenquery.sync.replay;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edits of one mutation.
 *
 * @param seq the client sequence number; negative for a correction
 * @param edits what is left of the mutation, in its order
 * @param visible whether it is in the view: not hidden, and all its tests pass
 */
record PendingEdits(long seq, List<AtomEdit> edits, boolean visible) {

    /**
     * One edit.
     *
     * @param patch what it last was as operations, in a document that has all edits before it; mostly one
     * @param active whether it is executed in the present view; not if an earlier pending edit covers its place
     * @param failed for its sake a strategy took the mutation out of the view: what it refers to that the server has removed
     */
    record AtomEdit(
            AtomKey atom,
            Edit edit,
            List<Patch> patch,
            boolean active,
            @Nullable Gone failed) {
        AtomEdit(AtomKey atom, Edit edit, List<Patch> patch) {
            this(atom, edit, patch, true, null);
        }

        AtomEdit failing(Gone gone) {
            return new AtomEdit(atom, edit, patch, active, failed == null ? gone : failed.and(gone));
        }
    }

    /** What the server has removed of what an edit refers to. */
    record Gone(boolean element, boolean content) {
        Gone and(Gone other) {
            return new Gone(element || other.element, content || other.content);
        }
    }

    /** Whether a strategy took it out of the view. */
    boolean hidden() {
        return edits.stream().anyMatch(each -> each.failed() != null);
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
