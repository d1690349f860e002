package io.zenquery.sync.overlay;

import java.util.ArrayList;
import java.util.List;

/**
 * The edits of one mutation.
 *
 * @param seq the client sequence number; negative for a correction
 * @param edits what is left of the mutation, by time
 * @param hidden a strategy took it out of the view until its verdict
 * @param visible whether it is in the view: not hidden, and all its tests pass
 */
record PendingEdits(long seq, List<Edit> edits, boolean hidden, boolean visible) {

    /** Whether this is no mutation but a lasting correction: see {@link Overlay#correct}. */
    boolean isCorrection() {
        return seq < 0;
    }

    /** Whether the edit of that time is still in it. */
    boolean has(long time) {
        for (Edit edit : edits) {
            if (edit.time() == time) {
                return true;
            }
        }
        return false;
    }

    PendingEdits in(boolean newVisible) {
        return new PendingEdits(seq, edits, hidden, newVisible);
    }

    PendingEdits asHidden() {
        return new PendingEdits(seq, edits, true, false);
    }

    PendingEdits without(Edit edit) {
        return new PendingEdits(seq, edits.stream().filter(each -> each != edit).toList(), hidden, visible);
    }

    /** With {@code edit} in its place by time. */
    PendingEdits with(Edit edit) {
        List<Edit> more = new ArrayList<>(edits);
        int i = 0;
        while (i < more.size() && more.get(i).time() < edit.time()) {
            i++;
        }
        more.add(i, edit);
        return new PendingEdits(seq, List.copyOf(more), hidden, visible);
    }
}
