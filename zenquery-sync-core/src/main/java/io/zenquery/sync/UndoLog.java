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

    /**
     * What was carried out when somebody asked last, and the documents that it began with. It goes on while the log forgets what it began
     * with, for as many changes as the log has room for; null if nobody has asked since.
     */
    private @Nullable UndoReplay replayed;

    private Map<AtomKey, JsonNode> replayedBase = Map.of();
    private int forgottenSince;

    /** What is to be added to {@code replayed} when somebody asks. */
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
            step.forEach(change -> change.patches().keySet().forEach(atom -> {
                JsonNode document = base.computeIfAbsent(atom, before);
                if (replayed != null) {
                    replayedBase.putIfAbsent(atom, document);
                }
            }));
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
            if (replayed != null) {
                waiting.add(change);
            }
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

    /** Forgets everything. */
    void forget() {
        changes.stream().map(Change::own).filter(Objects::nonNull).forEach(own -> lastForgotten = own.clientSeq());
        mutations = 0;
        clear();
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
        if (replayed != null && ++forgottenSince > mostChanges) {
            dropReplayed();
        }
    }

    private void dropReplayed() {
        replayed = null;
        replayedBase = Map.of();
        forgottenSince = 0;
        waiting.clear();
    }

    private void clear() {
        changes.clear();
        base.clear();
        dropReplayed();
    }

    /**
     * All changes carried out, to go on with.
     *
     * @param confirmed the confirmed documents as they are
     */
    UndoReplay replay(Function<AtomKey, JsonNode> confirmed) {
        UndoReplay present = replayed;
        List<Change> more = List.copyOf(present == null ? changes : waiting);
        Map<AtomKey, JsonNode> from = present == null ? new HashMap<>(base) : replayedBase;
        Function<AtomKey, JsonNode> documents = atom -> {
            JsonNode followed = from.get(atom);
            return followed != null ? followed : confirmed.apply(atom);
        };
        int forgotten = forgottenSince;
        dropReplayed(); // should one of the changes not fit, all of them are tried again the next time
        UndoReplay now = present == null ? new UndoReplay(documents) : present.fork(documents);
        more.forEach(change -> change.addTo(now));
        replayed = now;
        replayedBase = from;
        forgottenSince = forgotten;
        return now.fork(documents);
    }
}
