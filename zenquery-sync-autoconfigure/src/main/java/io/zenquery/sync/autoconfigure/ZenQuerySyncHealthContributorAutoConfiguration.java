package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.actuate.client.ClientChannel;
import io.zenquery.sync.actuate.client.SyncHealthIndicator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The health of the client: of its channel, or of each where the properties, or beans, name several. */
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
    HealthContributor zenquerySyncHealthContributor(
            ClientChannels channels,
            ObjectProvider<ClientChannel> beans,
            Environment environment,
            ZenQuerySyncHealthProperties properties) {
        List<ClientChannel> own = beans.orderedStream().toList();
        boolean several = own.size() != 1
                || isSet("zenquery.sync.channels", environment)
                || !NamedConnections.names(environment).isEmpty();
        return several ? new EachChannel(channels, properties) : indicator(own.get(0), properties);
    }

    private static boolean isSet(String property, Environment environment) {
        return !Binder.get(environment)
                .bind(property, Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
    }

    private static SyncHealthIndicator indicator(ClientChannel channel, ZenQuerySyncHealthProperties properties) {
        return new SyncHealthIndicator(channel, properties.maxOffline(), properties.maxPendingAge());
    }

    /** One contributor for each channel, also for those that are opened later. */
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
                    .map(channel -> new HealthContributors.Entry(channel.name(), indicator(channel, properties)));
        }
    }
}
