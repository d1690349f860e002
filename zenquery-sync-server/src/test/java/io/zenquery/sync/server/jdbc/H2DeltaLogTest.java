package io.zenquery.sync.server.jdbc;

import javax.sql.DataSource;

class H2DeltaLogTest extends JdbcDeltaLogContract {

    @Override
    DataSource dataSource() {
        return Databases.h2();
    }
}
