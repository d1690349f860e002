package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Finds the conflict strategies that the properties name: built in, or beans of the application. */
@AutoConfiguration
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncConflictAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    NamedStrategies zenQuerySyncStrategies(ListableBeanFactory beans, ZenQuerySyncProperties properties) {
        Map<String, ConflictResolutionStrategy> own = beans.getBeansOfType(ConflictResolutionStrategy.class);
        return NamedStrategies.of(properties.conflict(), own);
    }
}
