package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.SyncHealthIndicator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.context.annotation.Bean;

/** The health of the client: that of each of its channels, by name, as they are at the moment. */
@AutoConfiguration(
        after = ZenQuerySyncClientChannelAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSyncClient(SyncClients.ANY)
@ConditionalOnEnabledHealthIndicator("zenquerysync")
@EnableConfigurationProperties(ZenQuerySyncHealthProperties.class)
public final class ZenQuerySyncHealthContributorAutoConfiguration {

    @Bean
    @ConditionalOnBean(ClientChannels.class)
    @ConditionalOnMissingBean(name = {"zenquerySyncHealthIndicator", "zenquerySyncHealthContributor"})
    CompositeHealthContributor zenquerySyncHealthContributor(
            ClientChannels channels, ZenQuerySyncHealthProperties properties) {
        return new EachChannel(channels, properties);
    }

    /** Looked up at each request: a channel that is opened later is there from then on. */
    private record EachChannel(ClientChannels channels, ZenQuerySyncHealthProperties properties)
            implements CompositeHealthContributor {
        @Override
        public @Nullable HealthContributor getContributor(String name) {
            return stream()
                    .filter(entry -> entry.name().equals(name))
                    .map(HealthContributors.Entry::contributor)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Stream<HealthContributors.Entry> stream() {
            return channels.all().stream()
                    .map(channel -> new HealthContributors.Entry(channel.name(), indicator(channel)));
        }

        private HealthContributor indicator(ClientChannel channel) {
            return new SyncHealthIndicator(channel, properties.maxOffline(), properties.maxPendingAge());
        }
    }
}
