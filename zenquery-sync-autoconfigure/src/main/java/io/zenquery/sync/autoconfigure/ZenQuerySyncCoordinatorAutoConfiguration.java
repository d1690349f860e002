package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StateLayer;
import io.zenquery.sync.atom.AtomStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The coordinator and the state layer that holds its documents. */
@AutoConfiguration
@ConditionalOnSyncClient
@Import(DefaultConnectionConfiguration.class)
public final class ZenQuerySyncCoordinatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(StateLayer.class)
    AtomStore zenQuerySyncAtomStore(ChannelFactory factory) {
        return factory.store();
    }

    @Bean
    @ConditionalOnMissingBean
    OptimisticSyncCoordinator zenQuerySyncCoordinator(StateLayer stateLayer, ChannelFactory factory) {
        return factory.coordinator(stateLayer);
    }
}
