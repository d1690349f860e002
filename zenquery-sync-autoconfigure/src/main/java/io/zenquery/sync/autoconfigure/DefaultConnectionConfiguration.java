package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectionDetails;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What makes the parts of the default connection's channels; imported by those that declare them as beans. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
class DefaultConnectionConfiguration {

    @Bean
    ChannelFactory zenQuerySyncChannelFactory(ZenQuerySyncProperties properties, ListableBeanFactory beans) {
        return new ChannelFactory(Connection.ofDefault(properties), new SharedParts(beans));
    }

    /** Fails the start where channels are declared that nobody could have. */
    @Bean
    SmartInitializingSingleton zenQuerySyncChannelsCheck(
            ZenQuerySyncProperties properties, ObjectProvider<SyncChannels> channels) {
        return () -> {
            if (!properties.channels().isEmpty() && channels.getIfAvailable() == null) {
                throw new InvalidSyncPropertyException(
                        ZenQuerySyncProperties.PREFIX + "channels",
                        String.join(",", properties.channels()),
                        "unset where there is a StateLayer or SyncOperations bean of the application's own, which takes the"
                                + " place of the SyncTemplate that other channels are had from");
            }
        };
    }

    @Bean
    @ConditionalOnMissingBean(SyncConnectionDetails.class)
    PropertiesSyncConnectionDetails zenQuerySyncConnectionDetails(
            ChannelFactory factory, ObjectProvider<SslBundles> bundles) {
        return new PropertiesSyncConnectionDetails(factory.connection(), bundles.getIfAvailable());
    }
}
