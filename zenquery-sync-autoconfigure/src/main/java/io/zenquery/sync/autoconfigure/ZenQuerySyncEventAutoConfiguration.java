package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.SyncEventPublisher;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Publishes what happens as application events. */
@AutoConfiguration(after = ZenQuerySyncCoordinatorAutoConfiguration.class)
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncEventAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventQueue zenQuerySyncEventQueue(ApplicationEventPublisher publisher) {
        return new EventQueue(publisher);
    }

    @Bean
    @ConditionalOnMissingBean
    SyncEventPublisher zenQuerySyncEventPublisher(
            ZenQuerySyncProperties properties, OptimisticSyncCoordinator coordinator, EventQueue queue) {
        return new SyncEventPublisher(Objects.requireNonNull(properties.channel()), coordinator, queue);
    }
}
