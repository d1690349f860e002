package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Cause.Removed;
import io.zenquery.sync.overlay.Restoration.Missing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/**
 * Keeps each {@link Hold}, during one transition, where it belongs: directly in front of the first edit in the view that asked for it. Where it
 * stands, and whether it is in the view at all, so depends on nothing but who asks.
 */
final class Holding {
    private final Tree tree;
    private final Effects effects;
    private final LongPredicate isVisible;
    private final Consumer<Edit> sink;
    private final IdentityHashMap<Removed, Asked> asked = new IdentityHashMap<>();
    private final Set<Long> unsettled = new TreeSet<>();
    private final Set<Long> movedInView = new TreeSet<>();
    private Holds holds;

    private record Asked(Missing missing, Set<Long> askers) {}

    /**
     * @param isVisible whether the mutation of that number is in the view
     * @param sink gets the edits that have to be executed again
     */
    Holding(Tree tree, Effects effects, Holds holds, LongPredicate isVisible, Consumer<Edit> sink) {
        this.tree = tree;
        this.effects = effects;
        this.holds = holds;
        this.isVisible = isVisible;
        this.sink = sink;
    }

    Holds holds() {
        return holds;
    }

    boolean isIn(Edit.Restore restore) {
        Hold hold = holds.all().get(restore.hold());
        return hold != null && hold.edit().time() == restore.time();
    }

    /** Whether what is put back is in the view: somebody in the view asked for it. */
    boolean isInView(Edit.Restore restore) {
        Hold hold = holds.get(restore.hold());
        return !hold.superseded() && firstInView(hold) != null;
    }

    /** What is put back had given way to what is part of the base now: it stays out of the view. False if it was in it. */
    boolean supersede(Edit.Restore restore) {
        boolean gaveWay = Writes.present(restore, tree).fill() == 0 && !movedInView.contains(restore.hold());
        if (gaveWay) {
            holds = holds.with(holds.get(restore.hold()).asSuperseded());
        }
        return gaveWay;
    }

    private @Nullable Long firstInView(Hold hold) {
        for (Long asker : hold.askers()) {
            if (isVisible.test(Times.seq(asker))) {
                return asker;
            }
        }
        return null;
    }

    // ------------------------------------------------------------------------------------------------------- askers

    /** @param needed what is to be put back for {@code asker}: {@link #putBack} does it */
    void ask(Edit asker, List<Missing> needed) {
        for (Missing missing : needed) {
            asked.computeIfAbsent(missing.removed(), key -> new Asked(missing, new TreeSet<>()))
                    .askers()
                    .add(asker.time());
        }
    }

    /** Puts back all that was asked for, by those of the askers that are still pending. */
    void putBack(LongPredicate isPending) {
        List<Asked> outermostFirst = new ArrayList<>(asked.values());
        asked.clear();
        outermostFirst.sort(Comparator.<Asked>comparingInt(
                        each -> each.missing().depth())
                .thenComparing(each -> each.missing().removed().content().id()));
        long rank = holds.nextRank(outermostFirst.size());
        for (Asked each : outermostFirst) {
            each.askers().removeIf(asker -> !isPending.test(asker));
            if (!each.askers().isEmpty()) {
                holds = holds.plus(
                        new Hold(restore(rank, each.missing().removed()), TreePSet.from(each.askers()), false));
                unsettled.add(rank);
            }
            rank++;
        }
    }

    private Edit.Restore restore(long rank, Removed removed) {
        Content content = new Content(removed.content().id(), removed.value());
        Inside inside = tree.inside(content.id());
        if (inside != null) {
            tree.put(inside.ownedBy(removed.element(), removed.value()));
        }
        Place place = tree.place(removed.element());
        return new Edit.Restore(Times.BASE, rank, place.atom(), place.id(), removed.spot(), content);
    }

    /** The edit of that time has gone. */
    void leave(long asker) {
        if (!holds.isEmpty()) {
            holds.of(asker).forEach(hold -> unsettled.add(hold.rank()));
            holds = holds.without(asker);
        }
    }

    /** A mutation has gone. */
    void leave(PendingEdits mutation) {
        List.copyOf(holds.askers(mutation.seq())).forEach(this::leave);
    }

    /** A mutation has come into the view, or left it. */
    void turned(PendingEdits mutation) {
        for (Long asker : holds.askers(mutation.seq())) {
            holds.of(asker).forEach(hold -> unsettled.add(hold.rank()));
        }
    }

    // -------------------------------------------------------------------------------------------------------- places

    /** Brings each hold whose askers have changed to where it belongs now; false if there is none. */
    boolean settle() {
        if (unsettled.isEmpty()) {
            return false;
        }
        Set<Long> askers = new TreeSet<>();
        for (Long rank : unsettled) {
            Hold hold = holds.get(rank);
            if (hold.askers().isEmpty()) {
                takeOut(hold.edit());
                holds = holds.minus(hold);
            } else {
                askers.add(first(hold));
                sink.accept(hold.edit()); // whether it is in the view may have changed
            }
        }
        unsettled.clear();
        askers.forEach(this::place);
        return true;
    }

    private long first(Hold hold) {
        Long first = firstInView(hold);
        return first != null ? first : hold.askers().first();
    }

    /** Places all that stands in front of {@code asker}, the outermost first. */
    private void place(long asker) {
        List<Hold> here =
                holds.of(asker).stream().filter(hold -> first(hold) == asker).toList();
        List<Hold> moved = new ArrayList<>();
        for (int i = 0; i < here.size(); i++) {
            long time = asker - here.size() + i;
            if (here.get(i).edit().time() != time) {
                moved.add(here.get(i).at(time));
            }
        }
        for (Hold hold : moved) {
            Edit.Restore before = holds.get(hold.rank()).edit();
            if (before.time() == Times.BASE || Writes.present(before, tree).fill() != 0) {
                movedInView.add(hold.rank());
            }
            takeOut(before);
        }
        for (Hold hold : moved) {
            holds = holds.with(hold);
            effects.insert(hold.edit());
            sink.accept(hold.edit());
        }
    }

    private void takeOut(Edit.Restore restore) {
        if (restore.time() != Times.BASE) {
            effects.discard(restore);
        }
    }

    /** Has what {@code edit} asked for stand in front of it, although it is out of the view: until the tree is restored. */
    void pretend(Edit edit, Links links) {
        List<Hold> here = new ArrayList<>(holds.of(edit.time()));
        here.removeIf(hold -> hold.edit().time() < edit.time() - Times.SPACING && isInView(hold.edit()));
        here.forEach(hold -> links.leave(hold.edit()));
        for (int i = 0; i < here.size(); i++) {
            Edit.Restore restore = here.get(i).edit().at(edit.time() - here.size() + i);
            links.enter(restore, Writes.of(restore, tree));
        }
    }

    /** What is put back has become part of the base. */
    void dissolve(Hold hold) {
        effects.leave(hold.edit());
        holds = holds.minus(hold);
        unsettled.remove(hold.rank());
    }
}
