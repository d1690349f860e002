package io.zenquery.sync.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/** The connections of {@code zenquery.sync.connections}, each with a {@code SyncTemplate} of its own. */
@AutoConfiguration(after = {ZenQuerySyncEventAutoConfiguration.class, ZenQuerySyncStompAutoConfiguration.class})
@ConditionalOnSyncClient(SyncClients.NAMED)
@Import(NamedConnectionsRegistrar.class)
@ImportRuntimeHints(ZenQuerySyncConnectionsAutoConfiguration.Hints.class)
public final class ZenQuerySyncConnectionsAutoConfiguration {

    /** Their properties are bound without being a bean. */
    static final class Hints implements RuntimeHintsRegistrar {
        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
            BindableRuntimeHintsRegistrar.forTypes(ZenQuerySyncProperties.class).registerHints(hints, classLoader);
        }
    }
}
