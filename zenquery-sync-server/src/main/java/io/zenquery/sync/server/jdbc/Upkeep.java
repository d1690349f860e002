package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.LogEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Forgets what is old, now and then, in the transaction of somebody who writes: a quarter of what is kept at a time, so that the
 * documents are written once in very many transactions. Used by the thread that leads the group.
 */
final class Upkeep {
    /** The base that a log gets, and its documents there. */
    record Truncation(long base, Map<AtomKey, JsonNode> documents) {}

    private final JdbcLogOptions options;
    private final InstantSource clock;
    private @Nullable Instant forgotten;

    Upkeep(JdbcLogOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** What is to be forgotten of the deltas, if the transaction is committed; null for nothing. */
    @Nullable
    Truncation run(Known known, Tables tables) throws SQLException {
        Instant now = clock.instant();
        if (forgotten == null
                || forgotten.isBefore(now.minus(options.decisionAge().dividedBy(100)))) {
            tables.forgetDecisions(now.minus(options.decisionAge()).toEpochMilli());
            forgotten = now;
        }
        long base = newBase(known);
        if (base == known.row().base()) {
            return null;
        }
        Truncation truncation = new Truncation(base, known.documentsAt(base));
        tables.truncate(truncation.base(), truncation.documents());
        return truncation;
    }

    private long newBase(Known known) {
        ChannelRow row = known.row();
        long base = row.base();
        if (row.head() - base >= options.deltas() + Math.max(1, options.deltas() / 4)) {
            base = row.head() - options.deltas();
        }
        Duration slack = options.deltaAge().dividedBy(4);
        Instant old = clock.instant().minus(options.deltaAge());
        if (isOlder(known, base + 1, old.minus(slack))) {
            while (isOlder(known, base + 1, old)) {
                base++;
            }
        }
        return base;
    }

    private static boolean isOlder(Known known, long number, Instant than) {
        List<LogEntry> entry = known.read(number, number);
        return !entry.isEmpty() && entry.get(0).delta().stamp().isBefore(than);
    }
}
