package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.DeltaLogFactory;
import io.zenquery.sync.server.InMemoryDeltaLog;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.annotation.ZenQuerySyncDataSource;
import io.zenquery.sync.server.jdbc.JdbcClientIds;
import io.zenquery.sync.server.jdbc.JdbcDeltaLogs;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.init.DatabasePopulator;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where the logs are. */
class ServerJdbcWiringTest {
    private static final AtomKey ATOM = AtomKey.of("doc");

    private final WebApplicationContextRunner server = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZenQuerySyncServerJdbcAutoConfiguration.class, ZenQuerySyncServerAutoConfiguration.class))
            .withBean(InitialDocuments.class, () -> channel -> Map.of(ATOM, JsonNodeFactory.instance.objectNode()));
    private final WebApplicationContextRunner withDatabase = server.withConfiguration(
                    AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

    private static long write(SyncServer to) {
        return to.change("c", draft -> draft.atom(ATOM).add("/n", 1));
    }

    @Test
    void logs_embeddedDatabase_areInItsTables() {
        withDatabase.run(context -> {
            assertThat(context).hasSingleBean(JdbcDeltaLogs.class).hasSingleBean(JdbcClientIds.class);
            assertThat(context.getBean(JdbcClientIds.class).claim("c", "me", "ann"))
                    .isEqualTo("ann");
            assertThat(write(context.getBean(SyncServer.class))).isEqualTo(1);
            assertThat(context.getBean(JdbcDeltaLogs.class).heads()).containsEntry("c", 1L);
        });
    }

    @Test
    void logs_noDatabase_areInMemory() {
        server.run(context -> {
            assertThat(context).doesNotHaveBean(JdbcDeltaLogs.class).hasSingleBean(DeltaLogFactory.class);
            assertThat(write(context.getBean(SyncServer.class))).isEqualTo(1);
        });
    }

    @Test
    void logs_disabled_areInMemory() {
        withDatabase
                .withPropertyValues("zenquery.sync.server.jdbc.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(JdbcDeltaLogs.class));
    }

    @Test
    void logs_applicationHasItsOwn_backsOff() {
        withDatabase
                .withBean("own", DeltaLogFactory.class, () -> InMemoryDeltaLog.factory(10))
                .run(context -> assertThat(context)
                        .doesNotHaveBean(JdbcDeltaLogs.class)
                        .getBean(DeltaLogFactory.class)
                        .isSameAs(context.getBean("own")));
    }

    @Test
    void logs_withoutSpringJdbc_areInMemory() {
        withDatabase
                .withClassLoader(new FilteredClassLoader(DatabasePopulator.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(JdbcDeltaLogs.class)
                        .hasSingleBean(SyncServer.class));
    }

    @Test
    void logs_noTables_failsAndSaysHowToMakeThem() {
        withDatabase
                .withPropertyValues("zenquery.sync.server.jdbc.initialize-schema=never")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("expected the table zenquery_sync_channel")
                        .hasMessageContaining("zenquery.sync.server.jdbc.initialize-schema=always"));
    }

    @Test
    void logs_databaseAway_startsAndTriesAgain() {
        withDatabase
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
                        "spring.datasource.hikari.connection-timeout=250",
                        "spring.datasource.hikari.initialization-fail-timeout=-1",
                        "zenquery.sync.server.jdbc.initialize-schema=never")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(JdbcDeltaLogs.class));
    }

    @Test
    void logs_decisionsKeptShorterThanDeltas_failsTheStart() {
        withDatabase
                .withPropertyValues("zenquery.sync.server.jdbc.decision-age=1h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("expected decisions to be kept as long as deltas or longer"));
    }

    private static DataSource h2() {
        return DataSourceBuilder.create()
                .url("jdbc:h2:mem:" + UUID.randomUUID())
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {
        @Bean
        DataSource first() {
            return h2();
        }

        @Bean
        DataSource second() {
            return h2();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneIsNamed {
        @Bean
        DataSource first() {
            return h2();
        }

        @Bean(defaultCandidate = false)
        @ZenQuerySyncDataSource
        DataSource second() {
            return h2();
        }
    }

    @Test
    void dataSource_several_failsAndSaysHowToChoose() {
        server.withUserConfiguration(TwoDataSources.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Mark one with @ZenQuerySyncDataSource"));
    }

    @Test
    void dataSource_oneIsNamed_isTaken() {
        server.withUserConfiguration(OneIsNamed.class)
                .run(context -> assertThat(context.getBean(LogDataSource.class).dataSource())
                        .isSameAs(context.getBean("second")));
    }

    // ---------------------------------------------------------------------------------------------------- PostgreSQL

    @Test
    void postgres_tablesMadeByFlyway_nodesHearOfEachOther() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            WebApplicationContextRunner node = withDatabase
                    .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                    .withPropertyValues(
                            "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                            "spring.flyway.locations=classpath:io/zenquery/sync/server/jdbc/migration",
                            "zenquery.sync.server.jdbc.poll-interval=1h");
            node.run(one -> node.run(two -> {
                CompletableFuture<Long> heard = new CompletableFuture<>();
                SyncServer listening = one.getBean(SyncServer.class);
                listening.state("c");
                listening.addListener((channel, delta) -> heard.complete(delta.serverSeq()));

                assertThat(write(two.getBean(SyncServer.class))).isEqualTo(1);

                assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            }));
        }
    }
}
