package io.zenquery.sync.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edits of one mutation.
 *
 * @param seq the client sequence number; negative for a correction
 * @param edits what is left of the mutation, by time, each behind what is put back for it
 * @param failed the times of those edits for whose sake a strategy took the mutation out of the view, until its verdict or until they are
 *     lost; and what each refers to that the server has removed
 * @param visible whether it is in the view: no edit has failed, and all its tests pass
 */
record PendingEdits(long seq, List<Edit> edits, Map<Long, Gone> failed, boolean visible) {

    /** What the server has removed of what an edit refers to. */
    record Gone(boolean element, boolean container) {
        static final Gone NOTHING = new Gone(false, false);

        Gone and(Gone other) {
            return new Gone(element || other.element, container || other.container);
        }
    }

    /** A new mutation, in the view. */
    static PendingEdits of(long seq, List<Edit> edits) {
        return new PendingEdits(seq, List.copyOf(edits), Map.of(), true);
    }

    /** Whether a strategy took it out of the view. */
    boolean hidden() {
        return !failed.isEmpty();
    }

    /** Whether this is no mutation but a lasting correction: see {@link Overlay#correct}. */
    boolean isCorrection() {
        return seq < 0;
    }

    /** The edit of that time; null if it is not in it any more. */
    @Nullable
    Edit find(long time) {
        int index = index(time);
        return index < edits.size() && edits.get(index).time() == time ? edits.get(index) : null;
    }

    /** Where the edit of that time is, or would be. */
    private int index(long time) {
        int low = 0;
        int high = edits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edits.get(middle).time() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What is put back for the edit of that time, from the outermost inward. */
    List<Edit.Restore> putBackFor(long asker) {
        List<Edit.Restore> putBack = new ArrayList<>();
        for (int i = index(asker) - 1;
                i >= 0 && edits.get(i) instanceof Edit.Restore restore && restore.isFor(asker);
                i--) {
            putBack.add(0, restore);
        }
        return putBack;
    }

    /** The edit that something is put back for; null if it is lost. */
    @Nullable
    Edit asker(Edit.Restore restore) {
        int i = index(restore.time() + 1);
        while (i < edits.size() && edits.get(i) instanceof Edit.Restore) {
            i++;
        }
        return i < edits.size() && restore.isFor(edits.get(i).time()) ? edits.get(i) : null;
    }

    PendingEdits in(boolean newVisible) {
        return new PendingEdits(seq, edits, failed, newVisible);
    }

    PendingEdits failing(Edit edit, Gone gone) {
        Map<Long, Gone> more = new HashMap<>(failed);
        more.merge(edit.time(), gone, Gone::and);
        return new PendingEdits(seq, edits, Map.copyOf(more), false);
    }

    PendingEdits without(Edit edit) {
        Map<Long, Gone> rest = new HashMap<>(failed);
        rest.remove(edit.time());
        return new PendingEdits(seq, edits.stream().filter(each -> each != edit).toList(), Map.copyOf(rest), visible);
    }

    /** With these in place of what was put back for {@code asker}. */
    PendingEdits putBack(Edit asker, List<Edit.Restore> restores) {
        List<Edit> all = new ArrayList<>();
        for (Edit edit : edits) {
            if (edit == asker) {
                all.addAll(restores);
            }
            if (!(edit instanceof Edit.Restore restore && restore.isFor(asker.time()))) {
                all.add(edit);
            }
        }
        return new PendingEdits(seq, List.copyOf(all), failed, visible);
    }
}
