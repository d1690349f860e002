package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.event.SyncEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/** The connections that {@code zenquery.sync.connections} names. */
final class NamedConnections {
    private static final String PREFIX = "zenquery.sync.connections";

    private NamedConnections() {}

    /**
     * Their names, without those that are disabled. What else they are set to is not looked at.
     *
     * @throws InvalidSyncPropertyException if that is no name of a connection
     */
    static Set<String> names(Environment environment) {
        return names(environment, true);
    }

    /** As {@link #names}, of those that are disabled. */
    static Set<String> disabled(Environment environment) {
        return names(environment, false);
    }

    private static Set<String> names(Environment environment, boolean enabled) {
        Set<String> names = new TreeSet<>();
        if (environment.getProperty("zenquery.sync.enabled", Boolean.class, true)) {
            Binder.get(environment)
                    .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                    .ifBound(all -> all.forEach((name, settings) -> {
                        requireName(name);
                        if (isEnabled(settings) == enabled) {
                            names.add(name);
                        }
                    }));
        }
        return names;
    }

    private static boolean isEnabled(Object settings) {
        return !(settings instanceof Map<?, ?> map)
                || !"false".equalsIgnoreCase(String.valueOf(map.get("enabled")).strip());
    }

    private static void requireName(String name) {
        if (!ChannelName.isOne(name) || name.equals(SyncEvent.DEFAULT_CONNECTION)) {
            throw new InvalidSyncPropertyException(
                    PREFIX + "[" + name + "]",
                    name,
                    "under a name of letters, digits, '_' and '-', at most 64, and not \"default\"");
        }
    }

    /** @throws InvalidSyncPropertyException in a binding exception, if one of the values can't be */
    static Connection bind(String name, Environment environment) {
        Map<String, ZenQuerySyncProperties> all = Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, ZenQuerySyncProperties.class), new InItsPlace(name))
                .orElse(Map.of());
        ZenQuerySyncProperties properties = all.get(name);
        if (properties == null) {
            throw new InvalidSyncPropertyException(PREFIX + "." + name, null, "set: that connection is declared");
        }
        return new Connection(name, PREFIX + "." + name + ".", properties);
    }

    /** The SyncChannels of a named connection: what its bean definition calls. */
    static SyncChannels channels(String name, Environment environment, ListableBeanFactory beans) {
        SharedParts shared = new SharedParts(beans);
        return new SyncChannels(new ChannelFactory(bind(name, environment), shared), shared, null);
    }

    /**
     * Binds one connection and passes over the others. Its properties check themselves as those of the default connection; an error says
     * where they are instead.
     */
    private record InItsPlace(String connection) implements BindHandler {
        @Override
        public <T> @Nullable Bindable<T> onStart(
                ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            boolean another = isConnection(target)
                    && !name.getLastElement(ConfigurationPropertyName.Form.ORIGINAL)
                            .equals(connection);
            return another ? null : target;
        }

        private static boolean isConnection(Bindable<?> target) {
            return target.getType().resolve() == ZenQuerySyncProperties.class;
        }

        @Override
        public Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            if (isConnection(target)
                    && NestedExceptionUtils.getMostSpecificCause(error) instanceof InvalidSyncPropertyException e) {
                throw e.under(name + ".");
            }
            throw error;
        }
    }
}
