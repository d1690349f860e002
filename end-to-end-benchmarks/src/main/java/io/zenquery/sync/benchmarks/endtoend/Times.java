package io.zenquery.sync.benchmarks.endtoend;

import java.util.Arrays;

/** Durations of single rounds, in nanoseconds. */
final class Times {
    private final long[] sorted;

    private Times(long[] sorted) {
        this.sorted = sorted;
    }

    static Times of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Times(sorted);
    }

    /** The time, in microseconds, that a share {@code p} of the rounds did not exceed. */
    double micros(double p) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(p * sorted.length))] / 1_000.0;
    }

    double p50() {
        return micros(0.5);
    }

    double p99() {
        return micros(0.99);
    }
}
