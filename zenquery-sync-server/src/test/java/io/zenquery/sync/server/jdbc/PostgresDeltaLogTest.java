package io.zenquery.sync.server.jdbc;

import javax.sql.DataSource;

class PostgresDeltaLogTest extends JdbcDeltaLogContract {

    @Override
    DataSource dataSource() {
        return Databases.postgres();
    }
}
