package io.zenquery.sync.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double up to a bound, each shortened by up to a half at random so that clients don't come back all at once. */
final class BackOff {
    private final Duration initial;
    private final Duration max;
    private final RandomGenerator random;
    private int failures;

    BackOff(SessionBuilder settings) {
        this.initial = settings.initialBackOff;
        this.max = settings.maxBackOff;
        this.random = SessionBuilder.required(settings.random, "random");
    }

    Duration next() {
        double full = Math.min(initial.toMillis() * Math.pow(2, failures), (double) max.toMillis());
        failures++;
        return Duration.ofMillis(Math.max(1, Math.round(full * (0.5 + random.nextDouble() / 2))));
    }

    /** What was waited last, at most; the shortest wait if there was none since the last reset. */
    Duration reached() {
        return Duration.ofMillis((long) Math.min(
                initial.toMillis() * Math.pow(2, Math.max(0, failures - 1)), (double) max.toMillis()));
    }

    void reset() {
        failures = 0;
    }
}
