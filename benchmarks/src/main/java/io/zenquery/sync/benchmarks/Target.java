package io.zenquery.sync.benchmarks;

import static io.zenquery.sync.benchmarks.Operation.DELTA_ELSEWHERE;
import static io.zenquery.sync.benchmarks.Operation.INSERT_FIRST;
import static io.zenquery.sync.benchmarks.Operation.REGISTER;
import static io.zenquery.sync.benchmarks.Operation.REJECT_MIDDLE;
import static io.zenquery.sync.benchmarks.Subject.Kind.SIGNALS;
import static io.zenquery.sync.benchmarks.Subject.Kind.ZENQUERY;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a figure should be.
 *
 * @param what the figure, in words
 * @param figure null if it was not measured
 * @param atMost whether the bound is from above, else from below
 */
record Target(String what, @Nullable Double figure, boolean atMost, double bound, String unit) {

    /**
     * All of them, judged at the longest queue that was measured.
     *
     * @param pending the lengths of queue, ascending
     */
    static List<Target> all(Figures figures, List<Integer> pending) {
        int most = pending.get(pending.size() - 1);
        List<Target> targets = new ArrayList<>();
        targets.add(time(figures, REGISTER, most, 10));
        // Logarithmic is allowed: from 100 to 10,000 the logarithm doubles.
        targets.add(growth(figures, REGISTER, 100, most));
        targets.add(time(figures, DELTA_ELSEWHERE, most, 10));
        targets.add(growth(figures, DELTA_ELSEWHERE, 1, most));
        targets.add(faster(figures, DELTA_ELSEWHERE, most, 50));
        targets.add(time(figures, INSERT_FIRST, most, 50));
        targets.add(faster(figures, INSERT_FIRST, most, 10));
        targets.add(time(figures, Operation.ACK, most, 5));
        targets.add(time(figures, Operation.OWN_DELTA, most, 5));
        targets.add(time(figures, REJECT_MIDDLE, most, 25));
        targets.add(faster(figures, REJECT_MIDDLE, most, 20));
        targets.add(new Target(
                "memory beyond the mutation's own",
                figures.get(Report.memory(ZENQUERY, Report.BEYOND)),
                true,
                500,
                " B"));
        for (String change : Report.WIDE_CHANGES) {
            targets.add(new Target("wide object, " + change, figures.get(Report.wideObject(change)), true, 20, " µs"));
        }
        targets.add(fiveOperations(figures, "1 KB", "8", 4));
        targets.add(fiveOperations(figures, "100 KB", "800", 40));
        return targets;
    }

    private static Target time(Figures figures, Operation operation, int most, double bound) {
        return new Target(operation.title(), figures.get(Report.queue(operation, ZENQUERY, most)), true, bound, " µs");
    }

    private static Target growth(Figures figures, Operation operation, int least, int most) {
        Double growth = least >= most
                ? null
                : figures.ratio(Report.queue(operation, ZENQUERY, most), Report.queue(operation, ZENQUERY, least));
        return new Target(operation.title() + ", growth from N=" + Report.count(least), growth, true, 2, "x");
    }

    private static Target faster(Figures figures, Operation operation, int most, double bound) {
        Double ratio = figures.ratio(Report.queue(operation, SIGNALS, most), Report.queue(operation, ZENQUERY, most));
        return new Target(operation.title() + ", against Signals", ratio, false, bound, "x");
    }

    private static Target fiveOperations(Figures figures, String size, String items, double bound) {
        Double ratio =
                figures.ratio(Report.fiveOperations("zjsonpatch", items), Report.fiveOperations("zenquery", items));
        return new Target("five operations on " + size + ", against zjsonpatch", ratio, false, bound, "x");
    }

    @Override
    public String toString() {
        String verdict =
                figure == null ? "not measured" : (atMost ? figure <= bound : figure >= bound) ? "met" : "MISSED";
        return String.format(
                Locale.ROOT,
                "%-50s%s %6s%-6s%10s   %s",
                what,
                atMost ? "<=" : ">=",
                String.format(Locale.ROOT, "%,.0f", bound),
                unit,
                Report.number(figure),
                verdict);
    }
}
