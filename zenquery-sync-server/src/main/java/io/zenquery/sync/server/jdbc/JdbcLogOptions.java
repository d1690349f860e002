package io.zenquery.sync.server.jdbc;

import java.time.Duration;

/**
 * How much of a log is kept.
 *
 * @param deltas how many deltas are kept at least for clients that come back; from 1. Up to a quarter more may be there
 * @param deltaAge how long a delta is kept at most; forgotten when the channel is next written to. Positive
 * @param decisionAge how long a decision is kept at least, so that a client that was away that long and sends again learns how it was
 *     decided; not below {@code deltaAge}
 */
public record JdbcLogOptions(int deltas, Duration deltaAge, Duration decisionAge) {
    /** 10,000 deltas, for a week; decisions for 90 days. */
    public static final JdbcLogOptions DEFAULT = new JdbcLogOptions(10_000, Duration.ofDays(7), Duration.ofDays(90));

    /** @throws IllegalArgumentException if one of them is out of its range */
    public JdbcLogOptions {
        if (deltas < 1) {
            throw new IllegalArgumentException("expected 1 delta or more to be kept, got " + deltas);
        }
        if (deltaAge.isNegative() || deltaAge.isZero() || decisionAge.compareTo(deltaAge) < 0) {
            throw new IllegalArgumentException("expected decisions to be kept as long as deltas or longer, got "
                    + decisionAge + " and " + deltaAge);
        }
    }
}
