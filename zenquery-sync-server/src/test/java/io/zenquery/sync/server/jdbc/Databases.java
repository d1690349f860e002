package io.zenquery.sync.server.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** The databases of the tests, each begun once in a process and ended with it. Tests keep apart by their channels' names. */
final class Databases {
    private static final int CONNECTIONS = 8;

    private Databases() {}

    static DataSource h2() {
        return H2.SOURCE;
    }

    static DataSource postgres() {
        return Postgres.SOURCE;
    }

    /** Another PostgreSQL, with the tables. */
    static DataSource postgres(String url, String user, String password) {
        return withTables(pool(url, user, password), "migration/R__zenquery_sync.sql");
    }

    /** A connection to PostgreSQL that is from no pool. */
    static Connection unpooledPostgres() throws SQLException {
        return Postgres.SERVER.getPostgresDatabase().getConnection();
    }

    private static final class H2 {
        static final DataSource SOURCE =
                withTables(pool("jdbc:h2:mem:zenquery;DB_CLOSE_DELAY=-1", "sa", ""), "migration/R__zenquery_sync.sql");
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();
        static final DataSource SOURCE = withTables(
                pool(SERVER.getJdbcUrl("postgres", "postgres"), "postgres", ""), "migration/R__zenquery_sync.sql");

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start(); // ends with the process
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static DataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    static DataSource withTables(DataSource source, String script) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                InputStream in = Objects.requireNonNull(JdbcDeltaLogs.class.getResourceAsStream(script))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            statement.execute(text);
            statement.execute(text); // safe to run again
            return source;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
