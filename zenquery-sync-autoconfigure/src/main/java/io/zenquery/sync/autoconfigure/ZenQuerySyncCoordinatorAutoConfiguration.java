package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StateLayer;
import io.zenquery.sync.atom.AtomStore;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The coordinator and the state layer that holds its documents. */
@AutoConfiguration
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncCoordinatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(StateLayer.class)
    AtomStore zenQuerySyncAtomStore() {
        return new AtomStore();
    }

    @Bean
    @ConditionalOnMissingBean
    OptimisticSyncCoordinator zenQuerySyncCoordinator(StateLayer stateLayer, ZenQuerySyncProperties properties) {
        return new CoordinatorBuilder()
                .stateLayer(stateLayer)
                .identityKeys(new IdentityKeys(properties.identityKeys()))
                .maxUndo(properties.undo().maxMutations())
                .undoHistory(properties.undo().maxDeltas())
                .build();
    }
}
