package io.zenquery.sync.benchmarks;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What one would write without a library for the purpose: a confirmed copy, the pending patches, and a replay of them with
 * zjsonpatch whenever something changes below. It carries no index over anything, so its view is wrong once the server inserts
 * into the list; it is here for its cost.
 *
 * <p>It is written as a careful user would: one deep copy for a replay, not one for each patch; a fresh view for each
 * registration, since readers may hold the one before; no replay when the oldest is confirmed.
 */
final class ReplaySubject implements Subject {
    private final List<Pending> pending = new ArrayList<>();
    private JsonNode confirmed = Workload.parse("null");
    private JsonNode view = confirmed;
    private long lastNumber;

    private record Pending(long number, JsonNode patches) {}

    @Override
    public void load(String document, List<String> mutations) {
        confirmed = Workload.parse(document);
        mutations.forEach(mutation -> pending.add(new Pending(++lastNumber, Workload.parse(mutation))));
        replay();
    }

    @Override
    public void register(String mutation) {
        JsonNode patches = Workload.parse(mutation);
        view = Jackson3JsonPatch.apply(patches, view);
        pending.add(new Pending(++lastNumber, patches));
    }

    @Override
    public void delta(String message) {
        JsonNode json = Workload.parse(message);
        confirmed = Jackson3JsonPatch.apply(json.required("patches"), confirmed);
        JsonNode origin = json.get("origin");
        if (origin == null || removePending(origin.longValue()) != 0) {
            replay();
        }
    }

    @Override
    public void ack(String message) {
        throw new UnsupportedOperationException("the delta is the verdict");
    }

    @Override
    public void reject(String message) {
        removePending(Workload.parse(message).required("clientSeq").longValue());
        replay();
    }

    @Override
    public JsonNode read(int item, String member) {
        return view.required("items").required(item).required(member);
    }

    @Override
    public JsonNode view() {
        return view;
    }

    @Override
    public Object documents() {
        return List.of(confirmed, view);
    }

    @Override
    public Object mutations() {
        return pending.stream().map(Pending::patches).toList();
    }

    private void replay() {
        JsonNode next = confirmed.deepCopy();
        pending.forEach(each -> Jackson3JsonPatch.applyInPlace(each.patches(), next));
        view = next;
    }

    /** The place in the queue that it had. */
    private int removePending(long number) {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).number() == number) {
                pending.remove(i);
                return i;
            }
        }
        throw new IllegalArgumentException("expected the number of a pending mutation, got " + number);
    }
}
