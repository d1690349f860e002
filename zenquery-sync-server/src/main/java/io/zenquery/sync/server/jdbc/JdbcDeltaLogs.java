package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.DeltaLogFactory;
import io.zenquery.sync.server.LogUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Opens logs in a PostgreSQL or H2 database. The tables must be there: {@code migration/R__zenquery_sync.sql} beside
 * this class makes them. Any number of nodes may have the same database.
 *
 * <p>Takes connections from the data source for the length of one transaction, with a commit of its own each; an application's
 * transaction is not joined. A channel uses one connection at a time.
 *
 * <p>Threads: may be used from any.
 */
public final class JdbcDeltaLogs implements DeltaLogFactory {
    private final DataSource dataSource;
    private final JdbcLogOptions options;
    private final InstantSource clock;
    private volatile @Nullable Dialect dialect;

    /**
     * Asks the database nothing yet.
     *
     * @param dataSource of a PostgreSQL or H2 database, whose connections begin with the isolation READ COMMITTED, as is the default of
     *     both
     * @param clock tells what is old
     */
    public JdbcDeltaLogs(DataSource dataSource, JdbcLogOptions options, InstantSource clock) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.options = Objects.requireNonNull(options, "options");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it is another database, another isolation, or the tables are not there
     */
    @Override
    public DeltaLog open(String channel, String newEpoch, Map<AtomKey, JsonNode> initial) {
        try (Connection connection = dataSource.getConnection()) {
            Dialect found = dialect(connection);
            createIfAbsent(channel, newEpoch, initial, connection, found);
            return new JdbcDeltaLog(
                    channel, dataSource, found, () -> UUID.randomUUID().toString(), new Upkeep(options, clock));
        } catch (SQLException e) {
            throw new LogUnavailableException(
                    "the log of channel " + channel + " can't be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Whether logs can be opened.
     *
     * @throws IllegalStateException if it is another database, another isolation, or the tables are not there
     * @throws LogUnavailableException if the database can't be reached
     */
    public void check() {
        try (Connection connection = dataSource.getConnection()) {
            dialect(connection);
        } catch (SQLException e) {
            throw new LogUnavailableException("the database of the logs can't be reached: " + e.getMessage(), e);
        }
    }

    /** Whether the database tells of commits by itself, so that a {@link LogWatcher} can listen. As {@link #check} else. */
    public boolean isListenable() {
        check();
        return dialect == Dialect.POSTGRESQL;
    }

    /** The number of the last delta of every channel that there is. */
    public Map<String, Long> heads() {
        try (Connection connection = dataSource.getConnection()) {
            Map<String, Long> heads = new HashMap<>();
            new Statements(connection)
                    .all(
                            "SELECT channel, head FROM zenquery_sync_channel",
                            row -> heads.put(Statements.text(row, 1), row.getLong(2)));
            return heads;
        } catch (SQLException e) {
            throw new LogUnavailableException("the heads of the channels can't be read: " + e.getMessage(), e);
        }
    }

    private Dialect dialect(Connection connection) throws SQLException {
        Dialect known = dialect;
        if (known == null) {
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                throw new IllegalStateException("expected connections with the isolation READ COMMITTED, got level "
                        + connection.getTransactionIsolation()
                        + ". Leave the data source's default, or give the log one of"
                        + " its own");
            }
            known = Dialect.of(connection);
            if (!hasTables(connection)) {
                throw new IllegalStateException("expected the table zenquery_sync_channel, it is not there. Run"
                        + " migration/R__zenquery_sync.sql of package "
                        + getClass().getPackageName()
                        + " (with Flyway: add that folder to its locations), or, with Spring Boot, set"
                        + " zenquery.sync.server.jdbc.initialize-schema=always");
            }
            dialect = known;
        }
        return known;
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        for (String name : new String[] {"zenquery_sync_channel", "ZENQUERY_SYNC_CHANNEL"}) {
            try (var tables = connection.getMetaData().getTables(null, null, name, null)) {
                if (tables.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void createIfAbsent(
            String channel, String epoch, Map<AtomKey, JsonNode> initial, Connection connection, Dialect dialect)
            throws SQLException {
        connection.setAutoCommit(false);
        Tables tables = new Tables(connection, channel);
        try {
            if (tables.channel(false) == null) {
                tables.create(new ChannelRow(epoch, dialect.incarnation(connection), 0, 0, epoch), initial);
                connection.commit();
                dialect.makeDurable(connection);
            }
        } catch (SQLException e) {
            connection.rollback();
            if (tables.channel(false) == null) { // else another node has made it meanwhile
                throw e;
            }
        } finally {
            connection.rollback();
        }
    }
}
