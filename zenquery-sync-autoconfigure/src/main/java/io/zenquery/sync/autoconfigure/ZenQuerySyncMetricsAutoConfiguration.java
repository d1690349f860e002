package io.zenquery.sync.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ClientMeters;
import io.zenquery.sync.actuate.client.TrafficMeters;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The meters of the client's channels, where the application has a registry. */
@AutoConfiguration(
        after = ZenQuerySyncClientChannelAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSyncClient(SyncClients.ANY)
@ConditionalOnBean({MeterRegistry.class, ClientChannels.class})
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncMetricsAutoConfiguration {

    @Bean
    @ConditionalOnSyncClient
    @ConditionalOnBean(ClientChannel.class)
    @ConditionalOnMissingBean
    TrafficMeters zenQuerySyncTrafficMeters(MeterRegistry registry, ChannelFactory factory) {
        return new TrafficMeters(registry, factory.connection().channel());
    }

    @Bean
    @ConditionalOnSyncClient
    @ConditionalOnBean(ClientChannel.class)
    @ConditionalOnMissingBean
    ClientMeters zenQuerySyncClientMeters(
            MeterRegistry registry,
            ClientChannel channel,
            OptimisticSyncCoordinator coordinator,
            NamedStrategies strategies) {
        return new ClientMeters(registry, channel, coordinator, strategies::nameOf);
    }

    @Bean
    OpenedChannelMeters zenQuerySyncOpenedChannelMeters(
            MeterRegistry registry, ClientChannels channels, ListableBeanFactory beans, Environment environment) {
        return new OpenedChannelMeters(registry, channels, new SharedParts(beans), environment);
    }
}
