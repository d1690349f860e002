package io.zenquery.sync.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A subject with its queue, and the other end of the wire: it knows which mutations are pending, and says what the server would
 * say. Nothing here is measured.
 */
final class Scenario {
    private final Workload workload;
    private final Subject subject;
    private final List<Long> pending = new ArrayList<>();
    private long lastNumber;
    private long serverSeq;

    Scenario(Subject.Kind kind, int items, int count) {
        workload = new Workload(items);
        subject = kind.create();
        subject.load(workload.document(), workload.mutations(count));
        for (lastNumber = 0; lastNumber < count; ) {
            pending.add(++lastNumber);
        }
    }

    Subject subject() {
        return subject;
    }

    int pendingCount() {
        return pending.size();
    }

    Step registration() {
        pending.add(++lastNumber);
        return new Step(workload.mutation(lastNumber), workload.renamedBy(lastNumber), "title");
    }

    Step deltaElsewhere() {
        serverSeq++;
        int item = workload.untouched(serverSeq);
        String patches = Workload.replaceTitle(item, "renamed by delta " + serverSeq);
        return new Step(Workload.delta(serverSeq, patches), item, "title");
    }

    Step insertionFirst() {
        serverSeq++;
        return new Step(Workload.delta(serverSeq, Workload.insertFirst("new-" + serverSeq)), 0, "id");
    }

    Step removalFirst() {
        serverSeq++;
        return new Step(Workload.delta(serverSeq, Workload.removeFirst()), 0, "id");
    }

    /** The verdict about the oldest, which stays in the queue until its delta comes. */
    Step ackOfOldest() {
        long number = pending.get(0);
        return new Step(Workload.ack(number, serverSeq + 1), workload.renamedBy(number), "title");
    }

    Step ownDeltaOfOldest() {
        long number = pending.remove(0);
        serverSeq++;
        return new Step(
                Workload.ownDelta(serverSeq, number, workload.mutation(number)), workload.renamedBy(number), "title");
    }

    Step rejectionInTheMiddle() {
        return rejection(pending.remove(pending.size() / 2));
    }

    Step rejectionOfNewest() {
        return rejection(pending.remove(pending.size() - 1));
    }

    private Step rejection(long number) {
        return new Step(Workload.rejection(number), workload.renamedBy(number), "title");
    }
}
