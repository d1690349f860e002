package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ConnectionHistory;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.spring.SyncTemplate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

class HealthTest {
    private static final String NAME = "zenquerySyncHealthContributor";

    private final SettableClock clock = new SettableClock();

    private ApplicationContextRunner client() {
        return ClientContexts.client()
                .withBean("zenQuerySyncClock", InstantSource.class, () -> clock)
                .withConfiguration(AutoConfigurations.of(
                        HealthContributorAutoConfiguration.class,
                        HealthContributorRegistryAutoConfiguration.class,
                        ZenQuerySyncClientChannelAutoConfiguration.class,
                        ZenQuerySyncHealthContributorAutoConfiguration.class));
    }

    /** Of the one channel that there is. */
    private static Health health(ApplicationContext context) {
        CompositeHealthContributor channels = (CompositeHealthContributor) contributor(context);
        assertThat(names(channels)).containsExactly("board");
        HealthIndicator board = (HealthIndicator) channels.getContributor("board");
        assertThat(board).isNotNull();
        return board.health();
    }

    private static HealthContributor contributor(ApplicationContext context) {
        HealthContributor contributor =
                context.getBean(HealthContributorRegistry.class).getContributor("zenquerySync");
        assertThat(contributor).isNotNull();
        return contributor;
    }

    private static List<String> names(CompositeHealthContributor channels) {
        return channels.stream().map(HealthContributors.Entry::name).toList();
    }

    @Test
    void health_neverConnected_isUpAndSaysSoHoweverLongThatIs() {
        client().run(context -> {
            clock.advance(Duration.ofDays(1000));

            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails())
                    .containsExactly(
                            entry("channel", "board"),
                            entry("state", SessionState.OFFLINE),
                            entry("confirmedServerSeq", 0L),
                            entry("pending", 0),
                            entry("disconnectedSince", new SettableClock().instant()));
        });
    }

    @Test
    void health_pendingMutations_areCountedAndTheOldestIsDated() {
        client().run(context -> {
            SyncTemplate sync = context.getBean(SyncTemplate.class);
            sync.mutate(draft -> draft.atom("a").add("", 1));
            clock.advance(Duration.ofSeconds(90));
            sync.mutate(draft -> draft.atom("a").replace("", 2));

            assertThat(health(context).getDetails())
                    .containsEntry("pending", 2)
                    .containsEntry("oldestPendingAge", Duration.ofSeconds(90));
        });
    }

    @Test
    void health_maxOffline_isDownOnlyBeyondIt() {
        client().withPropertyValues("zenquery.sync.health.max-offline=10m").run(context -> {
            clock.advance(Duration.ofMinutes(10));
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);

            clock.advance(Duration.ofMillis(1));
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails().get("problem"))
                    .isEqualTo("expected a connection within PT10M, none for PT10M0.001S");
        });
    }

    @Test
    void health_maxPendingAge_isDownOnlyBeyondIt() {
        client().withPropertyValues("zenquery.sync.health.max-pending-age=1h").run(context -> {
            clock.advance(Duration.ofDays(1));
            context.getBean(SyncTemplate.class).mutate(draft -> draft.atom("a").add("", 1));
            clock.advance(Duration.ofHours(1));
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);

            clock.advance(Duration.ofMillis(1));
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getDetails().get("problem").toString())
                    .startsWith("expected a verdict within PT1H");
        });
    }

    @Test
    void history_connectionLostAndBack_isDatedAndCounted() {
        ConnectionHistory history = new ConnectionHistory(clock);
        history.onState(SessionState.OFFLINE, SessionState.CONNECTING, "");
        history.onState(SessionState.CONNECTING, SessionState.RESUMING, "");
        assertThat(history.disconnectedSince()).isEqualTo(clock.instant());
        history.onState(SessionState.RESUMING, SessionState.LIVE, "");
        assertThat(history.disconnectedSince()).isNull();
        assertThat(history.reconnects()).isZero();

        history.onState(SessionState.LIVE, SessionState.RESUMING, "deltas are missing");
        history.onState(SessionState.RESUMING, SessionState.LIVE, "");
        assertThat(history.reconnects())
                .as("the connection was there all the time")
                .isZero();

        clock.advance(Duration.ofMinutes(1));
        history.onState(SessionState.LIVE, SessionState.CONNECTING, "connection reset");
        clock.advance(Duration.ofMinutes(1));
        history.onState(SessionState.CONNECTING, SessionState.RESUMING, "");
        history.onState(SessionState.RESUMING, SessionState.CONNECTING, "no answer");
        assertThat(history.disconnectedSince()).isEqualTo(clock.instant().minus(Duration.ofMinutes(1)));
        assertThat(history.reason()).isEqualTo("no answer");

        history.onState(SessionState.CONNECTING, SessionState.RESUMING, "");
        history.onState(SessionState.RESUMING, SessionState.LIVE, "");
        assertThat(history.reconnects()).isEqualTo(1);
        assertThat(history.reason()).isEmpty();
    }

    @Test
    void health_severalChannels_isOneOfEach() {
        client().withUserConfiguration(TwoChannels.class).run(context -> {
            CompositeHealthContributor channels = (CompositeHealthContributor) contributor(context);
            assertThat(names(channels)).containsExactlyInAnyOrder("board", "orders");
            assertThat(channels.getContributor("stock")).isNull();
        });
    }

    @Test
    void properties_notAboveZero_areRefused() {
        client().withPropertyValues("zenquery.sync.health.max-offline=0s")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseMessage(
                                "property zenquery.sync.health.max-offline: expected a duration above zero, or nothing"
                                        + " for no bound, got \"PT0S\""));
    }

    @Test
    void backOff_ownIndicator_replacesOurs() {
        client().withBean(
                        "zenquerySyncHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.unknown().build())
                .run(context -> {
                    assertThat(context).doesNotHaveBean(NAME);
                    assertThat(((HealthIndicator) contributor(context)).health().getStatus())
                            .isEqualTo(Status.UNKNOWN);
                });
    }

    @Test
    void disabled_inAnySpelling_isNotThere() {
        for (String name : List.of("zenquerySync", "zenquery-sync", "zenquerysync", "defaults")) {
            client().withPropertyValues("management.health." + name + ".enabled=false")
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(NAME));
        }
    }

    @Test
    void absent_healthModule_clientStartsWithoutIt() {
        ClientContexts.client()
                .withUserConfiguration(Imported.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncTemplate.class)
                        .doesNotHaveBean(NAME));
    }

    @Test
    void absent_client_hasNoHealth() {
        client().withPropertyValues("zenquery.sync.url=")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(NAME).doesNotHaveBean(ClientChannel.class));
    }

    /** Read as auto-configurations are, whose annotations need not be there. */
    @ImportAutoConfiguration({
        ZenQuerySyncClientChannelAutoConfiguration.class,
        ZenQuerySyncHealthContributorAutoConfiguration.class
    })
    static class Imported {}

    static class TwoChannels {
        @Bean
        ClientChannel board(SyncSession session, OptimisticSyncCoordinator coordinator, ConnectionHistory history) {
            return new ClientChannel("board", session, coordinator, history, InstantSource.system());
        }

        @Bean
        ClientChannel orders(SyncSession session, OptimisticSyncCoordinator coordinator, ConnectionHistory history) {
            return new ClientChannel("orders", session, coordinator, history, InstantSource.system());
        }
    }
}
