package io.zenquery.sync.test.proxy;

import java.time.Duration;

/**
 * How one direction of a {@link FaultyProxy} behaves.
 *
 * @param latency how long bytes are on their way, at least
 * @param bytesPerSecond how much of each connection passes; 0 for no bound
 * @param largestSlice bytes pass in pieces of 1 to that many, of random sizes; 0 for as they came
 * @param passage whether anything passes
 */
public record Conditions(Duration latency, long bytesPerSecond, int largestSlice, Passage passage) {
    /** Everything passes at once, as it came. */
    public static final Conditions PERFECT = new Conditions(Duration.ZERO, 0, 0, Passage.OPEN);

    /** @throws IllegalArgumentException if a number or the latency is negative */
    public Conditions {
        if (latency.isNegative() || bytesPerSecond < 0 || largestSlice < 0) {
            throw new IllegalArgumentException("expected a latency, bytesPerSecond and largestSlice from 0, got "
                    + latency + ", " + bytesPerSecond + " and " + largestSlice);
        }
    }

    /** Whether anything passes. */
    public enum Passage {
        /** Bytes pass. */
        OPEN,
        /** Nothing passes; what comes is held, and passes when the way is open again. */
        STALLED,
        /**
         * What comes is lost, the end of a connection included, and nobody is told. A connection that lost something stays dead in this
         * direction, also when the way is open again: there is nothing to go on with.
         */
        BLACK_HOLE
    }

    /** The same with another latency. */
    public Conditions withLatency(Duration value) {
        return new Conditions(value, bytesPerSecond, largestSlice, passage);
    }

    /** The same with another bandwidth; 0 for no bound. */
    public Conditions withBytesPerSecond(long value) {
        return new Conditions(latency, value, largestSlice, passage);
    }

    /** The same with slices of 1 to {@code largest} bytes; 0 for as they come. */
    public Conditions withSlices(int largest) {
        return new Conditions(latency, bytesPerSecond, largest, passage);
    }

    /** The same with another passage. */
    public Conditions withPassage(Passage value) {
        return new Conditions(latency, bytesPerSecond, largestSlice, value);
    }
}
