package io.zenquery.sync.laws;

import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.Json;
import io.zenquery.sync.patch.JsonPatch;
import io.zenquery.sync.patch.JsonPointer;
import io.zenquery.sync.patch.Patch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** The engine and {@link QueueOfPatches} agree where they must. */
final class QueueLaw {
    private static final String LAW = "Queue of patches";
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Random random;
    private int unique = 1;

    private QueueLaw(Random random) {
        this.random = random;
    }

    /**
     * One history, up to where the engines may differ.
     *
     * @return how many views were compared
     * @throws LawViolation with a test to paste
     */
    static int run(long seed) {
        QueueLaw law = new QueueLaw(new Random(seed * 13 + 5));
        JsonNode start = law.document();
        List<Event> events = new ArrayList<>();
        try {
            return law.compare(start, 10 + (int) (seed % 20), events);
        } catch (LawViolation e) {
            Consumer<List<Event>> replay = each -> replay(start, each);
            throw HistoryLaws.report(seed, e, start, ConflictStrategies.REBASE, events, replay);
        }
    }

    private int compare(JsonNode start, int steps, List<Event> events) {
        Story story = Story.on(start);
        QueueOfPatches queue = new QueueOfPatches(start);
        for (int i = 0; i < steps; i++) {
            Event event = pick(story, i + 1);
            events.add(event);
            happen(event, story, queue);
            if (queue.isTied()) {
                return i;
            }
        }
        return steps;
    }

    private static void replay(JsonNode start, List<Event> events) {
        Story story = Story.on(start);
        QueueOfPatches queue = new QueueOfPatches(start);
        for (Event event : events) {
            happen(event, story, queue);
            if (queue.isTied()) {
                return;
            }
        }
    }

    private static void happen(Event event, Story story, QueueOfPatches queue) {
        List<Long> pending = List.copyOf(story.ledger.pending.keySet());
        if (event instanceof Event.Register register) {
            queue.register(register.seq(), register.patch());
        } else if (event instanceof Event.Delta delta && delta.origin() == null) {
            queue.delta(delta.patch());
        } else if (event instanceof Event.Delta delta) {
            if (pending.isEmpty() || !delta.origin().equals(pending.get(0))) {
                throw new Ledger.Misfit("expected the head");
            }
            queue.acceptFirst();
        } else if (event instanceof Event.Reject reject) {
            if (pending.isEmpty() || reject.seq() != pending.get(pending.size() - 1)) {
                throw new Ledger.Misfit("expected the last");
            }
            queue.rejectLast();
        }
        story.run(event);
        if (!queue.isTied()) {
            LawViolation.check(LAW, queue.view(), story.view());
        }
    }

    private Event pick(Story story, long seq) {
        List<Long> pending = List.copyOf(story.ledger.pending.keySet());
        long head = story.ledger.serverSeq;
        int dice = random.nextInt(10);
        if (dice < 5 || (dice >= 8 && pending.isEmpty())) {
            return new Event.Register(seq, patch(story.view()), null);
        } else if (dice < 8) {
            return new Event.Delta(head + 1, head, null, patch(story.ledger.document), null);
        } else if (dice == 8) {
            return new Event.Reject(pending.get(pending.size() - 1));
        }
        return new Event.Delta(head + 1, head, pending.get(0), story.pendingPatches(pending.get(0)), null);
    }

    private List<Patch> patch(JsonNode document) {
        List<Patch> patch = new ArrayList<>();
        JsonNode now = document;
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            Patch operation = operation(now);
            now = JsonPatch.apply(now, List.of(operation));
            patch.add(operation);
        }
        return patch;
    }

    private Patch operation(JsonNode document) {
        JsonNode value = IntNode.valueOf(unique++);
        if (random.nextInt(3) == 0) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            JsonPointer path = JsonPointer.parse("/o/" + name);
            return document.get("o").has(name) && random.nextBoolean()
                    ? new Patch.Remove(path)
                    : new Patch.Add(path, value);
        }
        int size = document.get("l").size();
        int index = random.nextInt(size + 1);
        JsonPointer path = JsonPointer.parse("/l/" + index);
        return switch (random.nextInt(8)) {
            case 0 -> index < size ? new Patch.Remove(path) : new Patch.Add(path, value);
            case 1, 2, 3 -> index < size ? new Patch.Replace(path, value) : new Patch.Add(path, value);
            default -> new Patch.Add(path, value);
        };
    }

    private JsonNode document() {
        List<JsonNode> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(IntNode.valueOf(unique++));
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        members.put("l", Json.array(list));
        members.put("o", Json.object(Map.of("a", IntNode.valueOf(unique++))));
        return Json.object(members);
    }
}
