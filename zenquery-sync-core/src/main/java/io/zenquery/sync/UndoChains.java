package io.zenquery.sync;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which mutations are undos and redos of the same one. Guarded by the coordinator's lock. */
final class UndoChains {
    private final NavigableMap<Long, Link> links = new TreeMap<>();
    private final NavigableMap<Long, Link> pending = new TreeMap<>();

    /**
     * Where an undo stands.
     *
     * @param first what all in the chain go back to
     * @param depth odd for an undo of that, even for a redo
     */
    private record Link(long first, int depth) {}

    private Link link(long clientSeq) {
        Link link = links.get(clientSeq);
        return link == null ? new Link(clientSeq, 0) : link;
    }

    /** What it goes back to; itself if it takes nothing back. */
    long first(long clientSeq) {
        return link(clientSeq).first();
    }

    boolean areOfOne(long clientSeq, long other) {
        return first(clientSeq) == first(other);
    }

    void registered(long undo, long undone) {
        Link link = link(undone);
        Link next = new Link(link.first(), link.depth() + 1);
        links.put(undo, next);
        pending.put(undo, next);
    }

    /** It is pending no more. */
    void ended(long clientSeq, boolean confirmed) {
        pending.remove(clientSeq);
        if (!confirmed) {
            links.remove(clientSeq);
        }
    }

    /** What was confirmed up to that number can't be undone any more. */
    void forget(long last) {
        links.headMap(last, true).keySet().retainAll(pending.keySet());
    }

    /** The pending undos and redos, in order. */
    Iterable<Long> pending() {
        return pending.keySet();
    }

    /**
     * The last pending undo or redo of the same as a mutation is, if it is later and has done again what that one did; else that mutation
     * itself.
     */
    long lastLike(long clientSeq) {
        Link link = link(clientSeq);
        return pending.descendingMap().headMap(clientSeq, false).entrySet().stream()
                .filter(each -> each.getValue().first() == link.first())
                .findFirst()
                .filter(last -> (last.getValue().depth() - link.depth()) % 2 == 0)
                .map(Map.Entry::getKey)
                .orElse(clientSeq);
    }
}
