package io.zenquery.sync.autoconfigure.server;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;

/** The data source of the logs; in a holder, so that it is no second data source of the application. */
record LogDataSource(DataSource dataSource) {

    /** The one that is named as such, or the single candidate. */
    static LogDataSource among(ObjectProvider<DataSource> named, ObjectProvider<DataSource> all) {
        DataSource found = named.getIfUnique();
        if (found == null) {
            found = all.getIfUnique();
        }
        if (found == null) {
            throw new IllegalStateException("expected one DataSource for the logs of the sync server, found several."
                    + " Mark one with @ZenQuerySyncDataSource, or one as @Primary; or keep the logs in memory with"
                    + " zenquery.sync.server.jdbc.enabled=false");
        }
        return new LogDataSource(found);
    }
}
