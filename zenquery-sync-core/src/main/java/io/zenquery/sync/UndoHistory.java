package io.zenquery.sync;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one confirmed document has gone through since the oldest own mutation of it that can still be undone. It is carried out when
 * somebody asks, and no further back than the question goes. Guarded by the coordinator's lock.
 */
final class UndoHistory {
    private static final int FEW = 64;

    private final AtomKey atom;
    private final List<Entry> entries = new ArrayList<>();

    /** What was carried out when somebody asked last: the entries from one on up to another; null if nothing is. */
    private @Nullable UndoReplay carried;

    private long carriedFrom;
    private long carriedTo;
    private int carriedCount;

    /**
     * A change of the document.
     *
     * @param number its place in the log
     * @param own the mutation that brought it about; null for somebody else's
     * @param before the document before it, if it is an own one
     * @param from where the first change stands of those that this one takes back, directly or by what it takes back; its own place if it
     *     takes nothing back
     */
    record Entry(
            long number,
            @Nullable PendingMutation own,
            List<Patch> patches,
            @Nullable JsonNode before,
            long from) {}

    UndoHistory(AtomKey atom) {
        this.atom = atom;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** Forgets what is up to that number, and what others did before the first own mutation after it; whether nothing is left. */
    boolean forget(long number) {
        int count = 0;
        while (count < entries.size()
                && (entries.get(count).number() <= number || entries.get(count).own() == null)) {
            count++;
        }
        if (count > 0 && entries.get(count - 1).number() > carriedTo) {
            carried = null; // it can't be gone on with
        }
        entries.subList(0, count).clear();
        return entries.isEmpty();
    }

    /** All changes carried out from {@code from} on, or from earlier on, and with each undo among them what it takes back, to go on with. */
    UndoReplay replay(long from) {
        int first = first(from);
        UndoReplay present = carriedCount > 2 * entries.size() + FEW ? null : carried;
        boolean further = present != null && carriedFrom > entries.get(first).number();
        if (present == null || further) {
            // At least twice as far as the last time: who goes back step by step does not pay for each step anew.
            int start = start(further ? Math.min(first, entries.size() - 2 * carriedCount) : first);
            carriedFrom = entries.get(start).number();
            carriedTo = carriedFrom - 1;
            carriedCount = 0;
            present = new UndoReplay(atom, before(start));
        }
        carried = null; // should one of the changes not fit, all of them are tried again the next time
        List<Patch> ofOthers = new ArrayList<>(); // in one go until the next own one: many small steps cost much more
        for (Entry each : entries.subList(index(carriedTo + 1), entries.size())) {
            if (each.own() == null) {
                ofOthers.addAll(each.patches());
            } else {
                present.add(ofOthers);
                ofOthers = new ArrayList<>();
                present.add(each.own().clientSeq(), each.own().undoOf(), each.patches());
            }
            carriedTo = each.number();
            carriedCount++;
        }
        present.add(ofOthers);
        carried = present;
        return present.fork();
    }

    /** The first entry that is needed: an undo after it must find what it is of. */
    private int first(long from) {
        long needed = from;
        int first = entries.size();
        while (first > 0 && entries.get(first - 1).number() >= needed) {
            first--;
            needed = Math.min(needed, entries.get(first).from());
        }
        return start(first);
    }

    /** The entry of that index, or the last own mutation before it: the document before that is known. */
    private int start(int index) {
        int start = Math.max(0, Math.min(index, entries.size() - 1));
        while (entries.get(start).own() == null) {
            start--;
        }
        return start;
    }

    private JsonNode before(int start) {
        JsonNode before = entries.get(start).before();
        if (before == null) {
            throw new IllegalStateException("an own mutation of a document that is not followed: " + atom);
        }
        return before;
    }

    private int index(long number) {
        int index = entries.size();
        while (index > 0 && entries.get(index - 1).number() >= number) {
            index--;
        }
        return index;
    }
}
