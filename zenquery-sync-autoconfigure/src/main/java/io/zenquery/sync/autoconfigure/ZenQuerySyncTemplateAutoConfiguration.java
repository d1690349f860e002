package io.zenquery.sync.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.spring.MutationObservations;
import io.zenquery.sync.spring.SyncMutationObservationConvention;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** What applications write and read with. Stands on the {@link AtomStore}: a state layer of another type has a face of its own. */
@AutoConfiguration(after = ZenQuerySyncSessionAutoConfiguration.class)
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncTemplateAutoConfiguration {

    @Bean
    @ConditionalOnBean(AtomStore.class)
    @ConditionalOnMissingBean(SyncOperations.class)
    SyncTemplate zenQuerySyncTemplate(
            ZenQuerySyncProperties properties,
            SyncSession session,
            OptimisticSyncCoordinator coordinator,
            AtomStore store,
            ObjectProvider<JsonMapper> mapper,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<SyncMutationObservationConvention> convention) {
        return new SyncTemplate(
                Objects.requireNonNull(properties.channel()),
                session,
                coordinator,
                store,
                mapper.getIfUnique(JsonMapper::shared),
                new MutationObservations(
                        observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfUnique()));
    }
}
