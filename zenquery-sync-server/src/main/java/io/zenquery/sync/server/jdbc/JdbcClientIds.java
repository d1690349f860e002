package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.server.ClientIds;
import io.zenquery.sync.server.LogUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Whose the client ids are, in the database of the logs, so that all nodes agree. The table is made with those of the logs.
 *
 * <p>Threads: may be used from any. Throws {@link LogUnavailableException} if the database can't be reached.
 */
public final class JdbcClientIds implements ClientIds {
    private final DataSource dataSource;

    /** @param dataSource as that of {@link JdbcDeltaLogs} */
    public JdbcClientIds(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    @Override
    public String claim(String channel, String clientId, String principal) {
        String holder = holder(channel, clientId);
        if (holder != null) {
            return holder;
        }
        SQLException failure = null;
        try (Connection connection = dataSource.getConnection()) {
            new Statements(connection)
                    .update(
                            "INSERT INTO zenquery_sync_owner (channel, client_id, principal) VALUES (?, ?, ?)",
                            channel,
                            clientId,
                            principal);
        } catch (SQLException e) {
            failure = e; // somebody else was first, or it is a fault
        }
        String now = holder(channel, clientId);
        if (now == null) {
            throw unavailable(failure);
        }
        return now;
    }

    @Override
    public @Nullable String holder(String channel, String clientId) {
        try (Connection connection = dataSource.getConnection()) {
            return new Statements(connection)
                    .first(
                            "SELECT principal FROM zenquery_sync_owner WHERE channel = ? AND client_id = ?",
                            row -> Statements.text(row, 1),
                            channel,
                            clientId);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static LogUnavailableException unavailable(@Nullable SQLException cause) {
        return new LogUnavailableException("the database failed when it was asked whose a client id is", cause);
    }
}
