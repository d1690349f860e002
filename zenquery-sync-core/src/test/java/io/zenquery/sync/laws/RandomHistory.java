package io.zenquery.sync.laws;

import io.zenquery.sync.RandomDocuments;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A seeded history: a client that writes, a server that decides and changes things of its own, and a wire between them that is
 * late, gets out of order and repeats itself. The server is consistent: it decides each mutation once, and its deltas fit.
 */
final class RandomHistory {
    private static final int MAX_QUEUE = 12;

    final Story story;
    final JsonNode start;
    private final List<Event> events = new ArrayList<>();
    private final List<Event> wire = new ArrayList<>();
    private final RandomDocuments documents;
    private final Random random;
    private final Tally tally;
    private final Set<Long> decided = new HashSet<>();
    private JsonNode server;
    private long head;
    private long registered;

    RandomHistory(long seed, ConflictStrategies strategy, Tally tally) {
        this.documents = new RandomDocuments(seed);
        this.random = documents.random();
        this.tally = tally;
        this.start = documents.document();
        this.server = start;
        this.story = Story.on(start, strategy);
    }

    /** Runs {@code steps} steps, then lets everything arrive and be decided; the view is then the server's document. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        deliverAll();
        for (long seq : List.copyOf(story.ledger.pending.keySet())) {
            decide(seq);
            deliverAll();
        }
        LawViolation.check("Convergence", server, story.view());
        LawViolation.check("Convergence", List.of(), List.copyOf(story.ledger.pending.keySet()));
    }

    /** What happened, the event that broke a law included. */
    List<Event> events() {
        return List.copyOf(events);
    }

    void step() {
        Long undecided = undecided();
        int dice = random.nextInt(20);
        if (dice < 6 && story.ledger.pending.size() < MAX_QUEUE) {
            happen(new Event.Register(++registered, documents.patch(story.view(), 3), stamp()));
        } else if (dice < 9) {
            append(null, documents.patch(server, 2));
        } else if (dice < 12 && undecided != null) {
            decide(undecided);
        } else if (dice == 12 && undecided != null) {
            rejectAnywhere();
        } else if (dice == 13) {
            repeatOrTakeSnapshot();
        } else {
            deliver(random.nextInt(4) == 0 ? random.nextInt(wire.size() + 1) : 0);
        }
    }

    /** Lets everything on the wire arrive. */
    void deliverAll() {
        while (!wire.isEmpty()) {
            deliver(0);
        }
    }

    /** An operation or two of the server's own, to be delivered by the caller. */
    Event.Delta nextDelta() {
        List<Patch> patch = documents.patch(server, 2);
        return new Event.Delta(head + 1, head, null, patch, stamp());
    }

    private @Nullable Long undecided() {
        return story.ledger.pending.keySet().stream()
                .filter(seq -> !decided.contains(seq))
                .findFirst()
                .orElse(null);
    }

    private void decide(long seq) {
        if (!decided.add(seq)) {
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1 -> wire.add(new Event.RejectAt(seq, head));
            case 2 -> wire.add(new Event.WithoutEffect(seq, head));
            case 3 -> { // the reference's form: an ack that says no more, and a delta that says nothing at all
                append(null, effect(seq));
                wire.add(random.nextInt(wire.size() + 1), new Event.Confirm(seq));
            }
            default -> accept(seq);
        }
    }

    private void accept(long seq) {
        boolean ackFirst = random.nextBoolean();
        if (ackFirst) {
            wire.add(new Event.ConfirmAt(seq, head + 1));
        }
        long before = head;
        append(ackFirst && random.nextBoolean() ? null : seq, effect(seq));
        if (!ackFirst) {
            wire.add(new Event.ConfirmAt(seq, before + 1));
        } else if (head != before + 1) {
            throw new AssertionError("the ack named another number");
        }
    }

    /** What the server makes of a mutation: mostly what was predicted, where that is known to fit. */
    private List<Patch> effect(long seq) {
        boolean caughtUp = story.ledger.serverSeq == head
                && story.ledger.pending.keySet().iterator().next() == seq;
        List<Patch> predicted = caughtUp ? story.pendingPatches(seq) : List.of();
        return predicted.isEmpty() || random.nextInt(4) == 0 ? documents.patch(server, 2) : predicted;
    }

    private void append(@Nullable Long origin, List<Patch> patch) {
        server = JsonPatch.apply(server, patch);
        long previous = head;
        head += origin == null && !isAcked(head + 1) && random.nextInt(8) == 0 ? 2 : 1; // numbers need not be dense
        wire.add(new Event.Delta(head, previous, origin, patch, stamp()));
    }

    private boolean isAcked(long number) {
        return wire.stream().anyMatch(each -> each instanceof Event.ConfirmAt ack && ack.number() == number);
    }

    private void rejectAnywhere() {
        List<Long> undecided = story.ledger.pending.keySet().stream()
                .filter(seq -> !decided.contains(seq))
                .toList();
        long victim = undecided.get(random.nextInt(undecided.size()));
        decided.add(victim);
        happen(random.nextInt(3) == 0 ? new Event.Withdraw(victim) : new Event.Reject(victim));
    }

    private void repeatOrTakeSnapshot() {
        int dice = random.nextInt(4);
        if (dice == 0) {
            Event snapshot = new Event.Snapshot(head, server);
            if (random.nextBoolean()) {
                wire.add(snapshot);
            } else {
                happen(snapshot);
            }
        } else if (dice == 1 && registered > 0) {
            long any = 1 + random.nextInt((int) registered);
            if (!story.ledger.pending.containsKey(any)) {
                happen(random.nextBoolean() ? new Event.Reject(any) : new Event.ConfirmAt(any, head));
            }
        } else if (!wire.isEmpty()) {
            Event again = wire.get(random.nextInt(wire.size()));
            if (again instanceof Event.Delta) {
                wire.add(random.nextInt(wire.size() + 1), again);
            }
        }
    }

    private void deliver(int index) {
        if (index < wire.size()) {
            happen(wire.remove(index));
        }
    }

    void happen(Event event) {
        events.add(event);
        tally.event(event);
        boolean pending = !story.ledger.pending.isEmpty();
        int ended = story.ledger.ended.size();
        story.run(event);
        tally.add("rebases", pending ? story.ledger.applied : 0);
        tally.add(
                "rollbacks",
                story.ledger.ended.stream()
                        .skip(ended)
                        .filter(each -> !each.startsWith("confirmed"))
                        .count());
    }

    private @Nullable Integer stamp() {
        return random.nextInt(4) == 0 ? null : (Integer) random.nextInt(5);
    }
}
