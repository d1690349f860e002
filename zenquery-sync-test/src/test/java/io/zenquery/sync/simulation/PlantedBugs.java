package io.zenquery.sync.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Bugs put into the seams, to see that the laws find each; and how many seeds that takes. */
final class PlantedBugs {

    private PlantedBugs() {}

    /**
     * How a bug was found.
     *
     * @param name what is wrong
     * @param seeds how many seeds it took, from 1
     * @param law the law that did not hold; null if the bug has survived all seeds
     */
    record Catch(String name, long seeds, @Nullable String law) {
        @Override
        public String toString() {
            return String.format("%6d  %-50s %s", seeds, name, law == null ? "SURVIVED" : law);
        }
    }

    /** All bugs, by name. */
    static Map<String, Seams> all() {
        Map<String, Seams> bugs = new LinkedHashMap<>();
        LogBugs.addTo(bugs);
        CoordinatorBugs.addTo(bugs);
        DocumentBugs.addTo(bugs);
        WireBugs.addTo(bugs);
        StoreBugs.addTo(bugs);
        UndoBugs.addTo(bugs);
        return bugs;
    }

    /** Hunts every bug for up to {@code seeds} seeds. */
    static List<Catch> hunt(int seeds, int threads) {
        ExecutorService hunters = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Catch>> hunts = new ArrayList<>();
            all().forEach((name, bug) -> hunts.add(hunters.submit(() -> hunt(name, bug, seeds))));
            List<Catch> catches = new ArrayList<>();
            for (Future<Catch> each : hunts) {
                catches.add(each.get());
            }
            return catches;
        } catch (Exception e) {
            throw new AssertionError("a hunt failed", e);
        } finally {
            hunters.shutdownNow();
        }
    }

    private static Catch hunt(String name, Seams bug, int seeds) {
        Runner runner = new Runner(BoardWorkload::new, bug);
        for (long seed = 0; seed < seeds; seed++) {
            LawViolation violation = runner.run(Plan.of(seed), new Tally());
            if (violation != null) {
                return new Catch(name, seed + 1, violation.law);
            }
        }
        return new Catch(name, seeds, null);
    }
}
