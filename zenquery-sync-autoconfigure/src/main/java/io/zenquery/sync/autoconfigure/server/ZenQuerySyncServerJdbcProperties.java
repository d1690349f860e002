package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.jdbc.JdbcLogOptions;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

/** Properties of the logs in a database. */
@ConfigurationProperties("zenquery.sync.server.jdbc")
public class ZenQuerySyncServerJdbcProperties extends DatabaseInitializationProperties {
    private static final String SCHEMA = "classpath:io/zenquery/sync/server/jdbc/migration/R__zenquery_sync.sql";

    /** Whether the logs are in the application's database; if not, they are in memory. */
    private boolean enabled = true;

    /** How long a delta is kept at most. */
    private Duration deltaAge = JdbcLogOptions.DEFAULT.deltaAge();

    /** How long the decision about a mutation is kept at least; not below delta-age. */
    private Duration decisionAge = JdbcLogOptions.DEFAULT.decisionAge();

    /** Whether to listen, over a connection of its own, for what other nodes commit to a PostgreSQL database. */
    private boolean listen = true;

    /** How often the database is asked what other nodes have committed, where nothing was heard of it. */
    private Duration pollInterval = Duration.ofSeconds(5);

    public ZenQuerySyncServerJdbcProperties() {
        setContinueOnError(false); // the script can be run again, so what fails in it is a fault
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getDeltaAge() {
        return deltaAge;
    }

    public void setDeltaAge(Duration deltaAge) {
        this.deltaAge = deltaAge;
    }

    public Duration getDecisionAge() {
        return decisionAge;
    }

    public void setDecisionAge(Duration decisionAge) {
        this.decisionAge = decisionAge;
    }

    public boolean isListen() {
        return listen;
    }

    public void setListen(boolean listen) {
        this.listen = listen;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    @Override
    public String getDefaultSchemaLocation() {
        return SCHEMA;
    }
}
