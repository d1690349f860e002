package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Finds the conflict strategies that the properties name: built in, or beans of the application. */
@AutoConfiguration
@ConditionalOnSyncClient
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncConflictAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    NamedStrategies zenQuerySyncStrategies(ListableBeanFactory beans, ZenQuerySyncProperties properties) {
        Map<String, ConflictResolutionStrategy> own = beans.getBeansOfType(ConflictResolutionStrategy.class);
        return NamedStrategies.of(ZenQuerySyncProperties.PREFIX, properties.conflict(), own);
    }
}
