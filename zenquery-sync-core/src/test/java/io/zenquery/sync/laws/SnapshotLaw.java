package io.zenquery.sync.laws;

import io.zenquery.sync.patch.JsonPatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A snapshot carries pending edits by identity key: each element holds what it would hold had the deltas come one by one, and the
 * server's elements stand in the server's order. Where a pending insert stands is not compared: what was removed beside it leaves no
 * trace in a snapshot.
 */
final class SnapshotLaw {
    private static final String LAW = "Snapshot by identity key";

    private SnapshotLaw() {}

    /**
     * One queue, one snapshot over it, and the rejection of one mutation after that.
     *
     * @throws LawViolation with a test to paste
     */
    static void run(long seed) {
        Random random = new Random(seed * 11 + 1);
        RandomIntents intents = new RandomIntents(random, true);
        JsonNode start = intents.document();
        Actor actor = new Actor(start);
        SlowModel model = new SlowModel(start);
        int mutations = 1 + random.nextInt(5);
        for (long seq = 1; seq <= mutations; seq++) {
            List<Intent> fitting = Actor.fitting(edits(random, intents, actor.story.view(), false), actor.story.view());
            actor.write(seq, fitting);
            model.register(seq, fitting);
        }
        List<Intent> changes = Actor.fitting(edits(random, intents, start, true), start);
        JsonNode after = JsonPatch.apply(start, Actor.patch(changes, start));
        model.delta(changes);
        try {
            actor.snapshot(after);
            compare(model.view(), actor.story.view(), after);
            long victim = 1 + random.nextInt(mutations);
            actor.reject(victim);
            model.reject(victim);
            compare(model.view(), actor.story.view(), after);
        } catch (LawViolation e) {
            throw new LawViolation(
                    e.law,
                    "seed " + seed + ": " + e.getMessage() + "\n"
                            + Snippet.test(Actor.name(seed, e.law), actor.lines(model.view())),
                    e);
        }
    }

    /** Up to four edits inside elements, inserts and removals; a server's also move, and write each member once. */
    private static List<Intent> edits(Random random, RandomIntents intents, JsonNode document, boolean server) {
        List<Intent> edits = new ArrayList<>();
        Set<String> written = new HashSet<>();
        while (edits.size() < 4 && random.nextInt(5) > 0) {
            Intent intent = intents.on(document);
            boolean again = intent instanceof Intent.SetMember set && !written.add(set.owner() + set.name())
                    || intent instanceof Intent.Unset unset && !written.add(unset.owner() + unset.name());
            boolean whole = intent instanceof Intent.Replace || intent instanceof Intent.Move && !server;
            if (!whole && !(again && server)) {
                edits.add(intent);
            }
        }
        return edits;
    }

    private static void compare(JsonNode expected, JsonNode found, JsonNode server) {
        LawViolation.check(LAW, expected.get("o"), found.get("o"));
        LawViolation.check(LAW, byId(expected), byId(found));
        List<Integer> theirs = Intent.ids(server);
        List<Integer> mine = new ArrayList<>(Intent.ids(found));
        mine.retainAll(theirs);
        theirs.retainAll(mine);
        LawViolation.check(LAW, theirs, mine);
    }

    private static Map<Integer, JsonNode> byId(JsonNode document) {
        Map<Integer, JsonNode> elements = new TreeMap<>();
        document.get("l").values().forEach(each -> elements.put(Intent.id(each), each));
        return elements;
    }
}
