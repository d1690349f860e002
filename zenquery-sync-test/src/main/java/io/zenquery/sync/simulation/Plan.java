package io.zenquery.sync.simulation;

import io.zenquery.sync.conflict.ConflictStrategies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that a seed says: who takes part, and the schedule.
 *
 * @param seed what it was drawn from, and what else is drawn from
 * @param nodes how many servers
 * @param strategies one per client
 * @param maxBatch mutations in a batch
 * @param undo how far clients remember what can be undone; null where they undo nothing
 * @param steps in order of time
 */
record Plan(
        long seed,
        int nodes,
        List<ConflictStrategies> strategies,
        int maxBatch,
        @Nullable Undo undo,
        List<Step> steps) {

    /**
     * How far clients remember.
     *
     * @param mutations how many confirmed ones
     * @param deltas how many, everybody's
     */
    record Undo(int mutations, int deltas) {}

    int clients() {
        return strategies.size();
    }

    /** When the last step is. */
    long end() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).at();
    }

    Plan with(List<Step> other) {
        return new Plan(seed, nodes, strategies, maxBatch, undo, other);
    }

    /** The plan of a seed. Each has some kinds of faults and not others: what masks one another then also occurs apart. */
    static Plan of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int nodes = 1 + random.nextInt(3);
        List<ConflictStrategies> strategies = new ArrayList<>();
        ConflictStrategies[] all = ConflictStrategies.values();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            strategies.add(random.nextBoolean() ? ConflictStrategies.REBASE : all[random.nextInt(all.length)]);
        }
        int clients = strategies.size();
        int mutations = 15 + random.nextInt(35);
        long end = mutations * (10L + random.nextInt(100));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < mutations; i++) {
            steps.add(Step.of(time(random, end), Step.Action.MUTATE, random.nextInt(clients), random.nextLong()));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            steps.add(Step.of(time(random, end), Step.Action.SERVER_CHANGE, random.nextInt(nodes), random.nextLong()));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            steps.add(Step.of(time(random, end), Step.Action.GO_OFFLINE, random.nextInt(clients), random.nextLong()));
        }
        for (Fault fault : kinds(random)) {
            int times = fault == Fault.EPOCH_CHANGE || fault == Fault.LOG_PUT_BACK ? 1 : 1 + random.nextInt(4);
            for (int i = 0; i < times; i++) {
                steps.add(Step.fault(time(random, end), fault, random.nextInt(12), random.nextLong()));
            }
        }
        int maxBatch = 1 + random.nextInt(6);
        Undo undo = undo(random);
        for (int i = undo == null ? 0 : 3 + random.nextInt(20); i > 0; i--) {
            steps.add(Step.of(time(random, end), Step.Action.UNDO, random.nextInt(clients), random.nextLong()));
        }
        steps.sort(Comparator.comparingLong(Step::at));
        return new Plan(seed, nodes, List.copyOf(strategies), maxBatch, undo, List.copyOf(steps));
    }

    private static @Nullable Undo undo(SplittableRandom random) {
        if (!random.nextBoolean()) {
            return null;
        }
        return random.nextInt(3) > 0 ? new Undo(100, 1_000) : new Undo(random.nextInt(4), 1 + random.nextInt(20));
    }

    private static Set<Fault> kinds(SplittableRandom random) {
        Set<Fault> kinds = EnumSet.noneOf(Fault.class);
        int likely = 1 + random.nextInt(5);
        for (Fault fault : Fault.values()) {
            if (random.nextInt(8) < likely) {
                kinds.add(fault);
            }
        }
        return kinds;
    }

    private static long time(SplittableRandom random, long end) {
        return 50 + random.nextLong(end);
    }
}
