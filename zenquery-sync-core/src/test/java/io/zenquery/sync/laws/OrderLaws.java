package io.zenquery.sync.laws;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Order independence: verdicts and deltas that do not name each other commute. */
final class OrderLaws {

    static final List<ConflictStrategies> STRATEGIES = List.of(ConflictStrategies.values());

    private OrderLaws() {}

    /**
     * One history that ends with two events, in both orders; nothing if it leaves no mutation pending.
     *
     * @throws LawViolation with a test to paste
     */
    static void run(long seed, ConflictStrategies strategy, Tally tally) {
        RandomHistory history = new RandomHistory(seed, strategy, new Tally());
        try {
            for (int i = 0; i < 6 + seed % 14; i++) {
                history.step();
            }
            history.deliverAll();
        } catch (LawViolation e) {
            return; // HistoryLaws reports it
        }
        List<Long> pending = new ArrayList<>(history.story.ledger.pending.keySet());
        if (pending.isEmpty()) {
            return;
        }
        Random random = new Random(seed);
        long reached = history.story.ledger.serverSeq;
        long first = pending.remove(random.nextInt(pending.size()));
        boolean both = !pending.isEmpty() && random.nextInt(4) == 0;
        List<Event> events = new ArrayList<>(history.events());
        events.add(verdict(first, reached, random));
        events.add(both ? verdict(pending.get(random.nextInt(pending.size())), reached, random) : history.nextDelta());
        events.subList(events.size() - 2, events.size()).forEach(tally::event);
        try {
            inBothOrders(history.start, strategy, events);
        } catch (LawViolation e) {
            throw HistoryLaws.report(
                    seed, e, history.start, strategy, events, each -> inBothOrders(history.start, strategy, each));
        }
    }

    private static Event verdict(long seq, long reached, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Event.Withdraw(seq);
            case 1 -> new Event.WithoutEffect(seq, reached);
            case 2 -> new Event.Confirm(seq);
            case 3 -> new Event.RejectAt(seq, reached);
            default -> new Event.Reject(seq);
        };
    }

    /** Runs a history as it is and with its last two events swapped. */
    static void inBothOrders(JsonNode start, ConflictStrategies strategy, List<Event> events) {
        int last = events.size() - 1;
        if (last < 1 || !isFromServer(events.get(last)) || !isFromServer(events.get(last - 1))) {
            return;
        }
        List<Event> swapped = new ArrayList<>(events);
        swapped.set(last, events.get(last - 1));
        swapped.set(last - 1, events.get(last));
        Story one = run(start, strategy, events);
        Story other = run(start, strategy, swapped);
        LawViolation.check("Order independence", one.view(), other.view());
        LawViolation.check(
                "Order independence", one.coordinator.getPendingPatches(), other.coordinator.getPendingPatches());
        LawViolation.check("Order independence", one.ledger.pending.keySet(), other.ledger.pending.keySet());
    }

    /** A registration is no such event: its patches are against the view that it finds. */
    private static boolean isFromServer(Event event) {
        return !(event instanceof Event.Register) && !(event instanceof Event.Snapshot);
    }

    private static Story run(JsonNode start, ConflictStrategies strategy, List<Event> events) {
        Story story = Story.on(start, strategy);
        events.forEach(story::run);
        return story;
    }
}
