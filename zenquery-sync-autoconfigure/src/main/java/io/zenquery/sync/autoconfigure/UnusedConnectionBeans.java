package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectionDetails;
import io.zenquery.sync.spring.event.SyncEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Warns of beans that are for no connection, since their qualifier is misspelt, say. One for a connection that is disabled is nothing to warn
 * of. Looks at the application's own beans, not at those of a parent context, which may have connections of its own.
 */
final class UnusedConnectionBeans implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(UnusedConnectionBeans.class);
    private static final List<Class<?>> TYPES = List.of(SyncConnectCustomizer.class, SyncConnectionDetails.class);

    private final ListableBeanFactory beans;
    private final SharedParts shared;
    private final Environment environment;

    UnusedConnectionBeans(ListableBeanFactory beans, Environment environment) {
        this.beans = beans;
        this.shared = new SharedParts(beans);
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<String> connections = new TreeSet<>(NamedConnections.names(environment));
        if (shared.hasDefaultConnection()) {
            connections.add(SyncEvent.DEFAULT_CONNECTION);
        }
        Set<String> disabled = NamedConnections.disabled(environment);
        for (Class<?> type : TYPES) {
            for (String bean : beans.getBeanNamesForType(type, true, false)) {
                if (connections.stream().noneMatch(connection -> shared.isFor(connection, bean))
                        && disabled.stream()
                                .noneMatch(connection -> ConnectionQualifiers.isFor(connection, bean, beans))) {
                    warn(type, bean, connections);
                }
            }
        }
    }

    private void warn(Class<?> type, String bean, Set<String> connections) {
        Set<String> qualifiers = ConnectionQualifiers.of(bean, beans);
        log.warn(
                "the {} bean \"{}\" is for no connection: it has {}. Expected the name of one as its @Qualifier; there are: {}",
                type.getSimpleName(),
                bean,
                qualifiers.isEmpty()
                        ? "no qualifier, and there is no default connection"
                        : "the qualifier \"" + String.join("\", \"", qualifiers) + "\"",
                String.join(", ", connections));
    }
}
