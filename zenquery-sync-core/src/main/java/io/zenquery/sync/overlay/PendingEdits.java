package io.zenquery.sync.overlay;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The edit of that time; null if it is not in it any more. */
    @Nullable
    Edit find(long time) {
        for (Edit edit : edits) {
            if (edit.time() == time) {
                return edit;
            }
        }
        return null;
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
}
