package io.zenquery.sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs plans over one workload, with something in the seams. */
final class Runner {
    private final Supplier<Workload> workload;
    private final Seams seams;

    Runner(Supplier<Workload> workload, Seams seams) {
        this.workload = workload;
        this.seams = seams;
    }

    /** What a plan breaks; null if nothing. Adds what was done to {@code tally}. */
    @Nullable
    LawViolation run(Plan plan, Tally tally) {
        World world = new World(plan, workload.get(), seams, false);
        try {
            world.run();
            return null;
        } catch (LawViolation violation) {
            return violation;
        } finally {
            tally.add(world.tally);
        }
    }

    /** A violation with the least schedule that still breaks the same law. */
    Violation describe(Plan plan, LawViolation violation) {
        Plan least = Shrinker.shrink(plan, candidate -> {
            LawViolation other = run(candidate, new Tally());
            return other != null && other.law.equals(violation.law);
        });
        World world = new World(least, workload.get(), seams, true);
        LawViolation shown = violation;
        try {
            world.run();
        } catch (LawViolation again) {
            shown = again;
        }
        List<String> lines = new ArrayList<>();
        lines.add(least.nodes() + " nodes, strategies " + least.strategies() + ", up to " + least.maxBatch()
                + " in a batch; " + least.steps().size() + " steps:");
        least.steps().forEach(step -> lines.add("  " + step));
        lines.add("what happened:");
        world.trace.lines().forEach(line -> lines.add("  " + line));
        return new Violation(plan.seed(), shown.law, String.valueOf(shown.getMessage()), String.join("\n", lines));
    }
}
