package io.zenquery.sync;

import io.zenquery.sync.StepState.Change;
import io.zenquery.sync.UndoHistory.Entry;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * What the confirmed documents have gone through since the oldest own mutation that can still be undone. A step only adds to it; it is
 * carried out when somebody asks. Guarded by the coordinator's lock.
 */
final class UndoLog {
    private final int mostMutations;
    private final int mostChanges;
    private final UndoChains chains;
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Map<AtomKey, UndoHistory> histories = new HashMap<>();

    /** Where the own mutations stand among the changes. */
    private final Map<Long, Numbered> own = new HashMap<>();

    /** The number of the last change. */
    private long last;

    private long lastForgotten;

    /** The documents that the step that is about to be taken changes, before it. */
    private Map<AtomKey, JsonNode> before = Map.of();

    private record Numbered(long number, Set<AtomKey> atoms) {}

    UndoLog(int mostMutations, int mostChanges, UndoChains chains) {
        this.mostMutations = mostMutations;
        this.mostChanges = mostChanges;
        this.chains = chains;
    }

    /** The last own mutation that was in the log and is not any more; 0 for none. */
    long lastForgotten() {
        return lastForgotten;
    }

    // --------------------------------------------------------------------------------------------------------- add

    /**
     * A step is about to change the confirmed documents.
     *
     * @param documents the documents before it
     */
    void follow(List<Change> step, Function<AtomKey, JsonNode> documents) {
        if (concerns(step)) {
            before = new HashMap<>();
            step.forEach(change -> change.patches().keySet().forEach(atom -> before.computeIfAbsent(atom, documents)));
        }
    }

    /** It has changed them. */
    void add(List<Change> step) {
        if (mostMutations == 0) {
            step.stream().map(Change::own).filter(Objects::nonNull).forEach(each -> lastForgotten = each.clientSeq());
        }
        if (!concerns(step)) {
            return;
        }
        for (Change change : step) {
            add(change, step.size() > 1);
        }
        before = Map.of();
        while (own.size() > mostMutations || changes.size() > mostChanges) {
            forgetFirst();
        }
        while (!own.isEmpty() && changes.getFirst().own() == null) {
            forgetFirst();
        }
        if (own.isEmpty()) {
            clear();
        }
    }

    private boolean concerns(List<Change> step) {
        return mostMutations > 0 && (!own.isEmpty() || step.stream().anyMatch(change -> change.own() != null));
    }

    /** @param carries whether the next change of the step begins with the documents as this one leaves them */
    private void add(Change change, boolean carries) {
        changes.add(change);
        last++;
        PendingMutation mutation = change.own();
        long from = mutation == null ? last : Math.min(last, first(mutation.clientSeq(), last));
        change.patches().forEach((atom, patches) -> {
            JsonNode document = before.get(atom);
            if (mutation != null) {
                histories.computeIfAbsent(atom, UndoHistory::new);
            }
            UndoHistory history = histories.get(atom);
            if (history != null) {
                history.add(new Entry(last, mutation, patches, mutation == null ? null : document, from));
            }
            if (carries) {
                before.put(atom, JsonPatch.apply(Objects.requireNonNull(document), patches));
            }
        });
        if (mutation != null) {
            own.put(mutation.clientSeq(), new Numbered(last, change.patches().keySet()));
        }
    }

    /** Where the first of those stands that are undos and redos of the same as {@code clientSeq}; {@code otherwise} if none is in the log. */
    private long first(long clientSeq, long otherwise) {
        long root = chains.first(clientSeq);
        Numbered first = own.get(root);
        if (first != null || root == clientSeq) {
            return first == null ? otherwise : first.number();
        }
        return own.entrySet().stream()
                .filter(each -> chains.areOfOne(each.getKey(), clientSeq))
                .mapToLong(each -> each.getValue().number())
                .min()
                .orElse(otherwise);
    }

    private void forgetFirst() {
        Change first = changes.removeFirst();
        long number = last - changes.size();
        if (first.own() != null) {
            lastForgotten = first.own().clientSeq();
            own.remove(lastForgotten);
        }
        first.patches()
                .keySet()
                .forEach(atom ->
                        histories.computeIfPresent(atom, (key, history) -> history.forget(number) ? null : history));
    }

    /** Forgets everything. */
    void forget() {
        changes.stream().map(Change::own).filter(Objects::nonNull).forEach(each -> lastForgotten = each.clientSeq());
        clear();
    }

    private void clear() {
        own.clear();
        changes.clear();
        histories.clear();
    }

    // -------------------------------------------------------------------------------------------------------- read

    /** The documents that a mutation has changed, if it is in the log. */
    Set<AtomKey> atoms(long clientSeq) {
        Numbered mutation = own.get(clientSeq);
        return mutation == null ? Set.of() : mutation.atoms();
    }

    /** From where on a document's changes are needed to take a mutation back. */
    long from(long clientSeq) {
        return first(clientSeq, Long.MAX_VALUE);
    }

    /**
     * What a document has gone through from some change on, or from earlier on, to go on with.
     *
     * @param confirmed the confirmed documents as they are
     */
    UndoReplay replay(AtomKey atom, long from, Function<AtomKey, JsonNode> confirmed) {
        UndoHistory history = histories.get(atom);
        return history == null || from > last ? new UndoReplay(atom, confirmed.apply(atom)) : history.replay(from);
    }
}
