package io.zenquery.sync.simulation;

import java.util.SplittableRandom;

/**
 * Draws that depend on nothing but the seed and what they are for: leaving one step out of a schedule leaves the draws for all others
 * as they were, which is what makes schedules shrink.
 */
final class Dice {
    private final long seed;

    Dice(long seed) {
        this.seed = seed;
    }

    /** A number from 0 to below {@code bound}. */
    int below(int bound, long... purpose) {
        return (int) Long.remainderUnsigned(draw(purpose), bound);
    }

    SplittableRandom random(long... purpose) {
        return new SplittableRandom(draw(purpose));
    }

    private long draw(long... purpose) {
        long mixed = seed;
        for (long each : purpose) {
            mixed = mix(mixed * 31 + each);
        }
        return mixed >>> 1;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
