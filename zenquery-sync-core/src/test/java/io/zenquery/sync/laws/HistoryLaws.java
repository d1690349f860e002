package io.zenquery.sync.laws;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Runs seeded histories, and turns what breaks a law into a test. */
final class HistoryLaws {
    private static final int MOST_STEPS = 40;

    private HistoryLaws() {}

    /**
     * One history, of the strategy that the seed picks.
     *
     * @throws LawViolation with a test to paste
     */
    static void run(long seed, Tally tally) {
        ConflictStrategies[] strategies = ConflictStrategies.values();
        ConflictStrategies strategy = strategies[(int) (seed % strategies.length)];
        RandomHistory history = new RandomHistory(seed, strategy, tally);
        try {
            history.run(8 + (int) (seed / strategies.length % (MOST_STEPS - 8)));
        } catch (LawViolation e) {
            throw report(
                    seed,
                    e,
                    history.start,
                    strategy,
                    history.events(),
                    events -> replay(history.start, strategy, events));
        }
    }

    static LawViolation report(
            long seed,
            LawViolation violation,
            JsonNode start,
            ConflictStrategies strategy,
            List<Event> events,
            Consumer<List<Event>> law) {
        List<Event> least = Shrinker.shrink(events, violation, law);
        LawViolation shrunk = violation;
        try {
            law.accept(least);
        } catch (LawViolation e) {
            shrunk = e;
        }
        String name = "found_seed" + seed + "_"
                + violation.law.toLowerCase(Locale.ROOT).replace(' ', '_');
        return new LawViolation(
                violation.law,
                "seed " + seed + ": " + shrunk.getMessage() + "\n" + Shrinker.test(name, start, strategy, least),
                shrunk);
    }

    private static void replay(JsonNode start, ConflictStrategies strategy, List<Event> events) {
        Story story = Story.on(start, strategy);
        events.forEach(story::run);
    }
}
