package io.zenquery.sync.server.jdbc;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The same on another version of PostgreSQL, where there is a container engine; says that it is skipped where there is none. */
@Testcontainers(disabledWithoutDocker = true)
class PostgresContainerDeltaLogTest extends JdbcDeltaLogContract {
    @Container
    private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17-alpine");

    private static @Nullable DataSource source;

    @Override
    DataSource dataSource() {
        if (source == null) {
            source = Databases.postgres(POSTGRES.getJdbcUrl(), POSTGRES.getUsername(), POSTGRES.getPassword());
        }
        return source;
    }
}
