package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.SyncHealthIndicator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** The health of the client: of its channel, or of each where there are several. */
@AutoConfiguration(
        after = ZenQuerySyncClientChannelAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSyncClient
@ConditionalOnEnabledHealthIndicator("zenquerysync")
@EnableConfigurationProperties(ZenQuerySyncHealthProperties.class)
public final class ZenQuerySyncHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnBean(ClientChannel.class)
    @ConditionalOnMissingBean(name = {"zenquerySyncHealthIndicator", "zenquerySyncHealthContributor"})
    HealthContributor zenquerySyncHealthContributor(
            ObjectProvider<ClientChannel> channels, ZenQuerySyncHealthProperties properties) {
        List<ClientChannel> all = channels.orderedStream().toList();
        if (all.size() == 1) {
            return indicator(all.get(0), properties);
        }
        Map<String, ClientChannel> byName =
                all.stream().collect(Collectors.toMap(ClientChannel::name, channel -> channel));
        return CompositeHealthContributor.fromMap(byName, channel -> indicator(channel, properties));
    }

    private static SyncHealthIndicator indicator(ClientChannel channel, ZenQuerySyncHealthProperties properties) {
        return new SyncHealthIndicator(channel, properties.maxOffline(), properties.maxPendingAge());
    }
}
