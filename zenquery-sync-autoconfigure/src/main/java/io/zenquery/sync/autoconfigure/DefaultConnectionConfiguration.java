package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectionDetails;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
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

    @Bean
    @ConditionalOnMissingBean(SyncConnectionDetails.class)
    PropertiesSyncConnectionDetails zenQuerySyncConnectionDetails(
            ChannelFactory factory, ObjectProvider<SslBundles> bundles) {
        return new PropertiesSyncConnectionDetails(factory.connection(), bundles.getIfAvailable());
    }
}
