package io.zenquery.sync.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.ClientMeters;
import io.zenquery.sync.actuate.client.TrafficMeters;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The meters of the client's channel, where the application has a registry. */
@AutoConfiguration(
        after = ZenQuerySyncClientChannelAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSyncClient
@ConditionalOnBean({MeterRegistry.class, ClientChannel.class})
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TrafficMeters zenQuerySyncTrafficMeters(MeterRegistry registry, ZenQuerySyncProperties properties) {
        return new TrafficMeters(registry, Objects.requireNonNull(properties.channel()));
    }

    @Bean
    @ConditionalOnMissingBean
    ClientMeters zenQuerySyncClientMeters(
            MeterRegistry registry,
            ClientChannel channel,
            OptimisticSyncCoordinator coordinator,
            NamedStrategies strategies) {
        return new ClientMeters(registry, channel, coordinator, strategies::nameOf);
    }
}
