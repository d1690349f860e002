package io.zenquery.sync.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a simulation has done and found. */
public final class SimulationReport {
    private final Tally tally;
    private final List<Violation> violations;

    SimulationReport(Tally tally, List<Violation> violations) {
        this.tally = tally;
        this.violations = violations;
    }

    /** What broke a law; empty if nothing did. */
    public List<Violation> violations() {
        return violations;
    }

    /** How many seeds ran to their end without a violation. */
    public long seeds() {
        return tally.seeds;
    }

    /** How many events happened. */
    public long events() {
        return tally.events;
    }

    /** How much virtual time passed, over all seeds. */
    public double virtualSeconds() {
        return tally.virtualMillis / 1000.0;
    }

    /** A hash of all that happened, seed by seed, whatever the order of the seeds: the same for the same seeds. */
    public long traceHash() {
        return tally.traceHash;
    }

    /** The kinds of faults that never took effect. A run of some hundred seeds has none. */
    public Set<String> missingFaults() {
        Set<Fault> missing = EnumSet.allOf(Fault.class);
        missing.removeAll(tally.faults.keySet());
        return missing.stream().map(Fault::toString).collect(Collectors.toUnmodifiableSet());
    }

    /** All figures, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, tally.seeds, "seeds without a violation");
        line(text, tally.events, "events");
        line(text, tally.virtualMillis / 1000, "seconds of virtual time");
        line(text, tally.mutations, "mutations");
        line(text, tally.undos, "of these undos, and redos");
        line(text, tally.undosRefused, "undos that were refused");
        line(text, tally.undosDropped, "undos that were withdrawn with what they were of");
        line(text, tally.confirmed, "decided with acceptance");
        line(text, tally.rejected, "decided with rejection");
        line(text, tally.withdrawn, "withdrawn, or handed back");
        line(text, tally.deltas, "deltas at clients");
        line(text, tally.rebases, "rebases: foreign deltas below pending mutations");
        line(text, tally.predicted, "own deltas that were predicted");
        line(text, tally.rollbacks, "rollbacks");
        line(text, violations.size(), "violations");
        text.append("faults that took effect\n");
        for (Fault fault : Fault.values()) {
            line(text, tally.faults.getOrDefault(fault, 0L), fault.toString());
        }
        return text.append("trace hash ")
                .append(Long.toHexString(tally.traceHash))
                .append('\n')
                .toString();
    }

    private static void line(StringBuilder text, long count, String what) {
        text.append(String.format(Locale.ROOT, "%,15d  %s%n", count, what));
    }
}
