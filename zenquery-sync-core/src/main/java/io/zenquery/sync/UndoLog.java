package io.zenquery.sync;

import io.zenquery.sync.StepState.Change;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the confirmed documents have gone through since the oldest own mutation that can still be undone. A step only adds to it; it is
 * carried out when somebody asks. Guarded by the coordinator's lock.
 */
final class UndoLog {
    private final int mostMutations;
    private final int mostChanges;
    private final Deque<Change> changes = new ArrayDeque<>();

    /** The documents before the changes, as far as these touch them. */
    private final Map<AtomKey, JsonNode> base = new HashMap<>();

    private int mutations;
    private long lastForgotten;
    private @Nullable UndoReplay replayed;

    /** What is in the log and not in {@code replayed}. */
    private final Deque<Change> waiting = new ArrayDeque<>();

    UndoLog(int mostMutations, int mostChanges) {
        this.mostMutations = mostMutations;
        this.mostChanges = mostChanges;
    }

    /** The last own mutation that was in the log and is not any more; 0 for none. */
    long lastForgotten() {
        return lastForgotten;
    }

    /**
     * A step is about to change the confirmed documents.
     *
     * @param before the documents before it
     */
    void follow(List<Change> step, Function<AtomKey, JsonNode> before) {
        if (concerns(step)) {
            step.forEach(change -> change.patches().keySet().forEach(atom -> base.computeIfAbsent(atom, before)));
        }
    }

    /** It has changed them. */
    void add(List<Change> step) {
        if (mostMutations == 0) {
            step.stream().map(Change::own).filter(Objects::nonNull).forEach(own -> lastForgotten = own.clientSeq());
        }
        if (!concerns(step)) {
            return;
        }
        for (Change change : step) {
            changes.add(change);
            waiting.add(change);
            mutations += change.own() == null ? 0 : 1;
        }
        while (mutations > mostMutations || changes.size() > mostChanges) {
            forgetFirst();
        }
        while (mutations > 0 && changes.getFirst().own() == null) {
            forgetFirst();
        }
        if (mutations == 0) {
            clear();
        }
    }

    private boolean concerns(List<Change> step) {
        return mostMutations > 0 && (mutations > 0 || step.stream().anyMatch(change -> change.own() != null));
    }

    private void forgetFirst() {
        Change first = changes.removeFirst();
        if (first.own() != null) {
            mutations--;
            lastForgotten = first.own().clientSeq();
        }
        first.patches()
                .forEach((atom, patches) -> base.compute(atom, (key, document) -> {
                    if (document == null) {
                        throw new IllegalStateException("a change of a document that is not followed: " + key);
                    }
                    return JsonPatch.apply(document, patches);
                }));
        replayed = null;
    }

    private void clear() {
        changes.clear();
        waiting.clear();
        base.clear();
        replayed = null;
    }

    /**
     * All changes carried out, to go on with.
     *
     * @param confirmed the confirmed documents as they are
     */
    UndoReplay replay(Function<AtomKey, JsonNode> confirmed) {
        Function<AtomKey, JsonNode> documents = atom -> {
            JsonNode followed = base.get(atom);
            return followed != null ? followed : confirmed.apply(atom);
        };
        UndoReplay present = replayed;
        if (present == null) {
            waiting.clear();
            waiting.addAll(changes);
            present = new UndoReplay(documents);
        } else {
            present = present.fork(documents);
        }
        while (!waiting.isEmpty()) {
            waiting.removeFirst().addTo(present);
        }
        replayed = present;
        return present.fork(documents);
    }
}
