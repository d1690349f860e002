package io.zenquery.sync.overlay;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All that is put back. Immutable.
 *
 * @param all by rank
 * @param byAsker the ranks of what an edit asked for, by its time
 */
record Holds(TreePMap<Long, Hold> all, TreePMap<Long, TreePSet<Long>> byAsker) {
    static final Holds NONE = new Holds(TreePMap.empty(), TreePMap.empty());

    boolean isEmpty() {
        return all.isEmpty();
    }

    Hold get(long rank) {
        return Objects.requireNonNull(all.get(rank), "a hold that is there");
    }

    /** What the edit of that time asked for, from the outermost inward. */
    List<Hold> of(long asker) {
        TreePSet<Long> ranks = byAsker.get(asker);
        return ranks == null ? List.of() : ranks.stream().map(this::get).toList();
    }

    /** The times at which the edits of a mutation asked for something, those included that are lost since. */
    Collection<Long> askers(long seq) {
        return byAsker.isEmpty()
                ? List.of()
                : byAsker.subMap(Times.first(seq), Times.first(seq + 1)).keySet();
    }

    /** The lowest of {@code count} ranks in front of all that are taken. */
    long nextRank(int count) {
        return (all.isEmpty() ? 0 : all.firstKey()) - count;
    }

    /** With a new hold. */
    Holds plus(Hold hold) {
        TreePMap<Long, TreePSet<Long>> more = byAsker;
        for (Long asker : hold.askers()) {
            TreePSet<Long> ranks = more.get(asker);
            more = more.plus(asker, (ranks == null ? TreePSet.<Long>empty() : ranks).plus(hold.rank()));
        }
        return new Holds(all.plus(hold.rank(), hold), more);
    }

    /** With a hold in another state. */
    Holds with(Hold changed) {
        return new Holds(all.plus(changed.rank(), changed), byAsker);
    }

    /** Without a hold. */
    Holds minus(Hold hold) {
        TreePMap<Long, TreePSet<Long>> fewer = byAsker;
        for (Long asker : hold.askers()) {
            TreePSet<Long> ranks = Objects.requireNonNull(fewer.get(asker)).minus(hold.rank());
            fewer = ranks.isEmpty() ? fewer.minus(asker) : fewer.plus(asker, ranks);
        }
        return new Holds(all.minus(hold.rank()), fewer);
    }

    /** After the edit of that time has gone. A hold that nobody asks for any more is still there, without askers. */
    Holds without(long asker) {
        TreePMap<Long, Hold> rest = all;
        for (Hold hold : of(asker)) {
            rest = rest.plus(hold.rank(), hold.without(asker));
        }
        return new Holds(rest, byAsker.minus(asker));
    }
}
