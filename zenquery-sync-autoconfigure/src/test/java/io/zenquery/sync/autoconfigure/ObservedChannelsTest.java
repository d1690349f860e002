package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zenquery.sync.actuate.SyncDescriptor;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.spring.SyncTemplate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Channels beside the default one are observed as it is. */
class ObservedChannelsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private ApplicationContextRunner observed(ApplicationContextRunner client) {
        return client.withConfiguration(AutoConfigurations.of(
                        ZenQuerySyncClientChannelAutoConfiguration.class,
                        ZenQuerySyncMetricsAutoConfiguration.class,
                        ZenQuerySyncEndpointAutoConfiguration.class,
                        ZenQuerySyncHealthContributorAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> registry)
                .withPropertyValues("management.endpoints.web.exposure.include=*");
    }

    private static CompositeHealthContributor health(ApplicationContext context) {
        return (CompositeHealthContributor) context.getBean("zenquerySyncHealthContributor");
    }

    private double pending(String channel) {
        return registry.get("zenquery.sync.client.pending")
                .tag("channel", channel)
                .gauge()
                .value();
    }

    @Test
    void channel_openedLater_hasHealthMetersAndAPlaceInTheEndpoint() {
        observed(ClientContexts.client())
                .withPropertyValues("zenquery.sync.channels=stock")
                .run(context -> {
                    SyncTemplate sync = context.getBean(SyncTemplate.class);

                    sync.channel("orders").mutate(draft -> draft.atom("a").add("", 1));

                    assertThat(health(context).stream().map(HealthContributors.Entry::name))
                            .containsExactlyInAnyOrder("board", "orders", "stock");
                    assertThat(((HealthIndicator) Objects.requireNonNull(
                                            health(context).getContributor("orders")))
                                    .health()
                                    .getDetails())
                            .containsEntry("pending", 1)
                            .containsEntry("channel", "orders");
                    assertThat(pending("orders")).isEqualTo(1);
                    assertThat(pending("stock")).isZero();
                    assertThat(pending("board")).isZero();
                    SyncDescriptor described =
                            context.getBean(ZenQuerySyncEndpoint.class).sync();
                    assertThat(described.client()).containsOnlyKeys("board", "orders", "stock");
                });
    }

    @Test
    void channel_openedLaterBesideTheOnlyOne_isInTheHealth() {
        observed(ClientContexts.client()).run(context -> {
            assertThat(health(context).stream().map(HealthContributors.Entry::name))
                    .containsExactly("board");

            context.getBean(SyncTemplate.class).channel("orders");

            assertThat(health(context).stream().map(HealthContributors.Entry::name))
                    .containsExactly("board", "orders");
        });
    }

    @Test
    void channel_ofANamedConnection_isCalledByBothNames() {
        observed(ClientContexts.named("shop", "depot")).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(health(context).stream().map(HealthContributors.Entry::name))
                    .containsExactlyInAnyOrder("shop.shop-channel", "depot.depot-channel");
            assertThat(pending("shop.shop-channel")).isZero();
            assertThat(context.getBean(ZenQuerySyncEndpoint.class).channel("depot.depot-channel"))
                    .isNotNull();
        });
    }
}
