package io.zenquery.sync.autoconfigure.server;

import javax.sql.DataSource;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;

/** Makes the tables, as {@code zenquery.sync.server.jdbc.initialize-schema} says. */
final class LogSchemaInitializer
        extends PropertiesBasedDataSourceScriptDatabaseInitializer<ZenQuerySyncServerJdbcProperties> {

    LogSchemaInitializer(DataSource dataSource, ZenQuerySyncServerJdbcProperties properties) {
        super(dataSource, properties);
    }
}
