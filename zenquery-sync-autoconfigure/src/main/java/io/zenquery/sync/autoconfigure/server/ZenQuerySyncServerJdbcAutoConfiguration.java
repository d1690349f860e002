package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.ClientIds;
import io.zenquery.sync.server.DeltaLogFactory;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.annotation.ZenQuerySyncDataSource;
import io.zenquery.sync.server.jdbc.JdbcClientIds;
import io.zenquery.sync.server.jdbc.JdbcDeltaLogs;
import io.zenquery.sync.server.jdbc.JdbcLogOptions;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.init.DatabasePopulator;

/** The logs in the application's database, where it has one; in memory else. */
@AutoConfiguration(
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        before = ZenQuerySyncServerAutoConfiguration.class)
@ConditionalOnClass({
    SyncServer.class,
    DataSource.class,
    DatabasePopulator.class,
    PropertiesBasedDataSourceScriptDatabaseInitializer.class
})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "zenquery.sync.server.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "zenquery.sync.server.jdbc.enabled", matchIfMissing = true)
@ConditionalOnBean(DataSource.class)
@ConditionalOnMissingBean(DeltaLogFactory.class)
@EnableConfigurationProperties({ZenQuerySyncServerProperties.class, ZenQuerySyncServerJdbcProperties.class})
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class ZenQuerySyncServerJdbcAutoConfiguration {

    @Bean
    LogDataSource syncLogDataSource(
            @ZenQuerySyncDataSource ObjectProvider<DataSource> named, ObjectProvider<DataSource> all) {
        return LogDataSource.among(named, all);
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcDeltaLogs syncJdbcDeltaLogs(
            LogDataSource dataSource,
            ZenQuerySyncServerProperties server,
            ZenQuerySyncServerJdbcProperties properties) {
        JdbcLogOptions options =
                new JdbcLogOptions(server.logRetention(), properties.getDeltaAge(), properties.getDecisionAge());
        return new JdbcDeltaLogs(dataSource.dataSource(), options, InstantSource.system());
    }

    @Bean
    @ConditionalOnMissingBean(ClientIds.class)
    JdbcClientIds syncJdbcClientIds(LogDataSource dataSource) {
        return new JdbcClientIds(dataSource.dataSource());
    }

    @Bean
    LogWatch syncLogWatch(
            JdbcDeltaLogs logs,
            SyncServer server,
            LogDataSource dataSource,
            ZenQuerySyncServerJdbcProperties properties) {
        return new LogWatch(logs, server, dataSource.dataSource(), properties);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnSchemaInitialization.class)
    static class Schema {

        @Bean
        @ConditionalOnMissingBean
        LogSchemaInitializer syncLogSchemaInitializer(
                LogDataSource dataSource, ZenQuerySyncServerJdbcProperties properties) {
            return new LogSchemaInitializer(dataSource.dataSource(), properties);
        }
    }

    static final class OnSchemaInitialization extends OnDatabaseInitializationCondition {
        OnSchemaInitialization() {
            super("Zenquery Sync", "zenquery.sync.server.jdbc.initialize-schema");
        }
    }
}
