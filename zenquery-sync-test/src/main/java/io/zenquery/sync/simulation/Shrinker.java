package io.zenquery.sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a plan that breaks a law smaller, as long as it breaks the same law. */
final class Shrinker {

    private Shrinker() {}

    /** Leaves out ever smaller parts of the schedule (delta debugging, Zeller and Hildebrandt 2002). */
    static Plan shrink(Plan plan, Predicate<Plan> breaks) {
        Plan least = plan;
        int part = Math.max(1, least.steps().size() / 2);
        while (true) {
            boolean smaller = false;
            int from = 0;
            while (from < least.steps().size()) {
                Plan candidate = least.with(without(least.steps(), from, part));
                if (breaks.test(candidate)) {
                    least = candidate;
                    smaller = true;
                } else {
                    from += part;
                }
            }
            if (part > 1) {
                part /= 2;
            } else if (!smaller) {
                return least;
            }
        }
    }

    private static List<Step> without(List<Step> steps, int from, int count) {
        List<Step> rest = new ArrayList<>(steps.subList(0, from));
        rest.addAll(steps.subList(Math.min(steps.size(), from + count), steps.size()));
        return List.copyOf(rest);
    }
}
