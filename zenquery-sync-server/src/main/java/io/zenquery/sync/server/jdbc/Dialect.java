package io.zenquery.sync.server.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Wherein the databases differ. */
enum Dialect {
    /** Tells other nodes by NOTIFY, and knows which incarnation of the database it is. */
    POSTGRESQL {
        @Override
        void announce(Connection connection, String channel) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                statement.setString(1, LogWatcher.TOPIC);
                statement.setString(2, channel);
                statement.execute();
            }
        }

        /**
         * The cluster's identifier, which a restored dump does not bring along, and the timeline, which a recovery to an earlier point and
         * a promoted standby begin anew.
         */
        @Override
        String incarnation(Connection connection) throws SQLException {
            boolean allowed = Boolean.parseBoolean(
                    first(connection, "SELECT has_function_privilege('pg_control_system()', 'EXECUTE')::text"));
            String cluster =
                    allowed ? first(connection, "SELECT system_identifier::text FROM pg_control_system()") : "unknown";
            return cluster + "/" + first(connection, "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)");
        }
    },

    /** One process; its commit alone does not reach the disk. */
    H2 {
        @Override
        void makeDurable(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }
    };

    /** @throws IllegalStateException if it is another database */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default ->
                throw new IllegalStateException("expected a DataSource of PostgreSQL or H2, got one of " + product);
        };
    }

    /** Called in a transaction that appends: tells other nodes of it, at its commit. */
    void announce(Connection connection, String channel) throws SQLException {}

    /** Called after a commit, before anybody hears of it. */
    void makeDurable(Connection connection) throws SQLException {}

    /** Changes where the database was put back to an earlier state, as far as it can tell. */
    String incarnation(Connection connection) throws SQLException {
        return "";
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            @Nullable String value = rows.next() ? rows.getString(1) : null;
            return value == null ? "" : value;
        }
    }
}
