package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Cause.Removed;
import io.zenquery.sync.overlay.Restoration.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts back what the server removed, for the edits that need it; see "What is put back" in docs/algorithm.md. */
final class PutBacks {
    private final Tree tree;
    private final PendingQueue queue;
    private final Effects effects;
    private final Consumer<Edit> enqueue;

    /** @param enqueue has an edit executed again */
    PutBacks(Tree tree, PendingQueue queue, Effects effects, Consumer<Edit> enqueue) {
        this.tree = tree;
        this.queue = queue;
        this.effects = effects;
        this.enqueue = enqueue;
    }

    /** What has been put back in the base needs no other edit that does: if the server removes it again, it is asked for again. */
    void dropOthers(Edit.Restore done) {
        Place place = tree.place(done.element());
        for (Edit[] edits : new Edit[][] {place.fills(), place.others()}) {
            for (Edit edit : edits) {
                PendingEdits mutation = queue.of(edit);
                if (mutation != null && edit instanceof Edit.Restore other && other.isLike(done)) {
                    queue.put(mutation.without(other));
                    effects.discard(other);
                }
            }
        }
    }

    /** Puts {@code missing} back for {@code asker}: behind it is what was put back before, since what goes later is further out. */
    void putBack(Edit asker, List<Missing> missing) {
        PendingEdits mutation = queue.pending(asker);
        List<Edit.Restore> before = mutation.putBackFor(asker.time());
        List<Edit.Restore> all = new ArrayList<>();
        missing.forEach(each -> all.add(restore(each.removed(), 0)));
        for (Edit.Restore each : before) {
            if (all.stream().noneMatch(each::isLike)) {
                all.add(each);
            }
            effects.discard(each);
        }
        for (int i = 0; i < all.size(); i++) {
            all.set(i, all.get(i).at(asker.time() - all.size() + i));
        }
        queue.put(mutation.putBack(asker, all));
        for (Edit.Restore each : all) {
            effects.insert(each);
            enqueue.accept(each);
        }
    }

    private Edit.Restore restore(Removed removed, long time) {
        Content content = new Content(removed.content().id(), removed.value());
        Inside inside = tree.inside(content.id());
        if (inside != null) {
            tree.put(inside.ownedBy(removed.element(), removed.value()));
        }
        Place place = tree.place(removed.element());
        return new Edit.Restore(time, place.atom(), place.id(), removed.spot(), content);
    }
}
