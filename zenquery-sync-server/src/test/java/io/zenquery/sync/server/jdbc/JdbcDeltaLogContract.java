package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.DeltaLogContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a log in a database does besides. */
abstract class JdbcDeltaLogContract extends DeltaLogContract {
    private static final JdbcLogOptions OPTIONS = new JdbcLogOptions(RETENTION, Duration.ofDays(1), Duration.ofDays(1));

    private @Nullable String channel;

    abstract DataSource dataSource();

    @Override
    protected DeltaLog open(String newEpoch, Map<AtomKey, JsonNode> initialDocuments) {
        if (channel == null) {
            channel = UUID.randomUUID().toString();
        }
        return new JdbcDeltaLogs(dataSource(), OPTIONS, () -> Instant.parse("2026-01-01T06:00:00Z"))
                .open(channel, newEpoch, initialDocuments);
    }
}
