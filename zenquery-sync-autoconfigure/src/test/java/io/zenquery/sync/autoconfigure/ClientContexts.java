package io.zenquery.sync.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts with the client's auto-configurations. */
final class ClientContexts {
    static final Class<?>[] AUTO_CONFIGURATIONS = {
        ZenQuerySyncConflictAutoConfiguration.class,
        ZenQuerySyncConnectionsAutoConfiguration.class,
        ZenQuerySyncCoordinatorAutoConfiguration.class,
        ZenQuerySyncEventAutoConfiguration.class,
        ZenQuerySyncOAuth2AutoConfiguration.class,
        ZenQuerySyncOutboxAutoConfiguration.class,
        ZenQuerySyncSessionAutoConfiguration.class,
        ZenQuerySyncStompAutoConfiguration.class,
        ZenQuerySyncTemplateAutoConfiguration.class
    };

    private ClientContexts() {}

    /** Without any property. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AUTO_CONFIGURATIONS));
    }

    /** A client of a server that does not exist, which does not connect by itself. */
    static ApplicationContextRunner client() {
        return bare().withPropertyValues(
                        "zenquery.sync.url=ws://127.0.0.1:1/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.auto-startup=false");
    }

    /** With named connections besides, to servers that do not exist. */
    static ApplicationContextRunner with(ApplicationContextRunner runner, String... names) {
        for (String name : names) {
            runner = runner.withPropertyValues(
                    "zenquery.sync.connections." + name + ".url=ws://127.0.0.1:1/" + name,
                    "zenquery.sync.connections." + name + ".channel=" + name + "-channel",
                    "zenquery.sync.connections." + name + ".auto-startup=false");
        }
        return runner;
    }

    /** With named connections only. */
    static ApplicationContextRunner named(String... names) {
        return with(bare(), names);
    }
}
