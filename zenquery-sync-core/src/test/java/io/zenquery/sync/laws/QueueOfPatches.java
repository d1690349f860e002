package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The textbook's engine: pending operations as they are, each delta transformed through the queue one by one, for a flat list
 * {@code l} (insert, remove, replace) and flat members of {@code o} (set, remove).
 *
 * <p>It must agree with the identity engine as long as no mutation is taken out from under others, since its outcome depends on the order
 * of delta and rejection, and as long as no delta inserts at an index where the queue inserts too while the queue removes elements: the
 * view has one gap where the confirmed list has several, so that it can't know on which side of the removed element it is. The last of
 * the queue may be rejected, its head accepted.
 */
final class QueueOfPatches {
    private JsonNode confirmed;
    private final Map<Long, List<Patch>> queue = new LinkedHashMap<>();
    private boolean removes;
    private boolean tied;

    QueueOfPatches(JsonNode document) {
        this.confirmed = document;
    }

    void register(long seq, List<Patch> patch) {
        queue.put(seq, patch);
    }

    void delta(List<Patch> delta) {
        List<Patch> carried = delta;
        removes = queue.values().stream().flatMap(List::stream).anyMatch(QueueOfPatches::isRemoval);
        for (Map.Entry<Long, List<Patch>> pending : queue.entrySet()) {
            Pair pair = transform(carried, pending.getValue());
            pending.setValue(pair.pending());
            carried = pair.server();
        }
        confirmed = JsonPatch.apply(confirmed, delta);
    }

    void acceptFirst() {
        long first = queue.keySet().iterator().next();
        confirmed = JsonPatch.apply(confirmed, queue.get(first));
        queue.remove(first);
    }

    void rejectLast() {
        queue.remove(List.copyOf(queue.keySet()).get(queue.size() - 1));
    }

    JsonNode view() {
        JsonNode view = confirmed;
        for (List<Patch> patch : queue.values()) {
            view = JsonPatch.apply(view, patch);
        }
        return view;
    }

    /** Whether an insert met another one where elements are removed: from then on the engines may differ. */
    boolean isTied() {
        return tied;
    }

    /** Both sides, each carried over the other. */
    private record Pair(List<Patch> server, List<Patch> pending) {}

    private Pair transform(List<Patch> server, List<Patch> pending) {
        List<Patch> left = new ArrayList<>();
        List<Patch> below = pending;
        for (Patch operation : server) {
            Patch carried = operation;
            List<Patch> over = new ArrayList<>();
            for (Patch mine : below) {
                Patch next = carried == null ? null : afterPending(carried, mine);
                Patch kept = carried == null ? mine : afterServer(mine, carried);
                if (kept != null) {
                    over.add(kept);
                }
                carried = next;
            }
            if (carried != null) {
                left.add(carried);
            }
            below = over;
        }
        return new Pair(left, below);
    }

    /** The server's operation after a pending one; null if nothing of it is left to see. */
    private @Nullable Patch afterPending(Patch server, Patch pending) {
        if (!server.path().parent().equals(pending.path().parent())) {
            return server;
        }
        if (isMember(server)) {
            return server.path().equals(pending.path()) ? null : server;
        }
        int index = index(server);
        int other = index(pending);
        if (pending instanceof Patch.Add) {
            if (server instanceof Patch.Add && index == other) {
                tied |= removes;
            }
            boolean before = other < index || (other == index && !(server instanceof Patch.Add));
            return before ? at(server, index + 1) : server;
        } else if (pending instanceof Patch.Remove) {
            if (other == index && !(server instanceof Patch.Add)) {
                return null;
            }
            return other < index ? at(server, index - 1) : server;
        }
        return other == index && server instanceof Patch.Replace ? null : server;
    }

    /** The pending operation after the server's; null if it has no place any more. */
    private static @Nullable Patch afterServer(Patch pending, Patch server) {
        if (!server.path().parent().equals(pending.path().parent())) {
            return pending;
        }
        if (isMember(server)) {
            boolean same = server.path().equals(pending.path());
            return same && pending instanceof Patch.Remove && server instanceof Patch.Remove ? null : pending;
        }
        int index = index(pending);
        int other = index(server);
        if (server instanceof Patch.Add) {
            return other <= index ? at(pending, index + 1) : pending;
        } else if (server instanceof Patch.Remove) {
            if (other == index && !(pending instanceof Patch.Add)) {
                return null;
            }
            return other < index ? at(pending, index - 1) : pending;
        }
        return pending;
    }

    private static boolean isRemoval(Patch operation) {
        return operation instanceof Patch.Remove && !isMember(operation);
    }

    private static boolean isMember(Patch operation) {
        return operation.path().tokens().get(0).equals("o");
    }

    private static int index(Patch operation) {
        return JsonPointer.arrayIndex(operation.path().last());
    }

    private static Patch at(Patch operation, int index) {
        JsonPointer path = operation.path().parent().child(index);
        if (operation instanceof Patch.Add add) {
            return new Patch.Add(path, add.value());
        } else if (operation instanceof Patch.Replace replace) {
            return new Patch.Replace(path, replace.value());
        }
        return new Patch.Remove(path);
    }
}
