package io.zenquery.sync.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.spring.EventObservations;
import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.MutationObservations;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectionDetails;
import io.zenquery.sync.spring.SyncDeltaObservationConvention;
import io.zenquery.sync.spring.SyncMutationObservationConvention;
import io.zenquery.sync.spring.SyncOutcomeObservationConvention;
import io.zenquery.sync.spring.SyncSessionListenerFactory;
import io.zenquery.sync.spring.SyncTransportFactory;
import io.zenquery.sync.spring.event.SyncEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beans that several channels have in common, looked up anew each time. Of those that there may be one for each connection, a bean with
 * the name of a connection as its qualifier is for that one, and any other bean for the main one: the default connection, or the only one.
 */
final class SharedParts {
    /** The bean that tells the time, an {@link InstantSource}; without one, the system does. */
    static final String CLOCK = "zenQuerySyncClock";

    private final ListableBeanFactory beans;

    SharedParts(ListableBeanFactory beans) {
        this.beans = beans;
    }

    EventQueue events() {
        return beans.getBean(EventQueue.class);
    }

    JsonMapper mapper() {
        return beans.getBeanProvider(JsonMapper.class).getIfUnique(JsonMapper::shared);
    }

    /** What tells the time: the bean of that name, or the system. */
    InstantSource clock() {
        return beans.containsBean(CLOCK) ? beans.getBean(CLOCK, InstantSource.class) : InstantSource.system();
    }

    MutationObservations observations() {
        return new MutationObservations(
                beans.getBeanProvider(ObservationRegistry.class).getIfUnique(() -> ObservationRegistry.NOOP),
                beans.getBeanProvider(SyncMutationObservationConvention.class).getIfUnique());
    }

    EventObservations eventObservations() {
        return new EventObservations(
                observations().registry(),
                beans.getBeanProvider(SyncDeltaObservationConvention.class).getIfUnique(),
                beans.getBeanProvider(SyncOutcomeObservationConvention.class).getIfUnique());
    }

    /** What makes transports: the application's, or ours; null if there is neither, for want of a STOMP client. */
    @Nullable
    TransportFactory transports() {
        SyncTransportFactory own =
                beans.getBeanProvider(SyncTransportFactory.class).getIfAvailable();
        if (own != null) {
            return (connection, channel) -> own.transport(connection.name(), channel);
        }
        return beans.getBeanProvider(TransportFactory.class).getIfAvailable();
    }

    /** Those of the default connection. */
    NamedStrategies strategies() {
        return beans.getBean(NamedStrategies.class);
    }

    /** @throws UnknownStrategyException if the properties name one that does not exist */
    NamedStrategies strategies(Connection connection) {
        return isDefault(connection.name())
                ? strategies()
                : NamedStrategies.of(
                        connection.prefix(),
                        connection.properties().conflict(),
                        beans.getBeansOfType(ConflictResolutionStrategy.class));
    }

    /** @throws InvalidSyncPropertyException if the application has several for that connection */
    SyncConnectionDetails details(Connection connection) {
        List<SyncConnectionDetails> found = of(connection, SyncConnectionDetails.class);
        if (found.size() > 1) {
            throw new InvalidSyncPropertyException(
                    connection.prefix() + "url",
                    null,
                    "given by one SyncConnectionDetails bean, and there are " + found.size()
                            + ": give those of other connections their connection's name as a @Qualifier");
        }
        return found.isEmpty()
                ? new PropertiesSyncConnectionDetails(
                        connection, beans.getBeanProvider(SslBundles.class).getIfAvailable())
                : found.get(0);
    }

    /**
     * In the order in which they are called: the application's come last, so that they have the last word.
     *
     * @throws InvalidSyncPropertyException if a token is to be added that can't be had
     */
    List<SyncConnectCustomizer> customizers(Connection connection) {
        List<SyncConnectCustomizer> customizers = new ArrayList<>();
        String registration = connection.properties().oauth2().registrationId();
        if (StringUtils.hasText(registration)) {
            String property = connection.prefix() + "oauth2.registration-id";
            TokenSource source = beans.getBeanProvider(TokenSource.class).getIfAvailable();
            if (source == null) {
                throw new InvalidSyncPropertyException(
                        property,
                        registration,
                        "unset where spring-security-oauth2-client is not on the class path;"
                                + " spring-boot-starter-security-oauth2-client brings it");
            }
            customizers.add(source.tokens(
                    property, registration, connection.properties().connectTimeout()));
        }
        customizers.addAll(of(connection, SyncConnectCustomizer.class));
        return customizers;
    }

    /** A listener from each that makes them, in their order. */
    List<SessionListener> sessionListeners(Connection connection, String channel) {
        return beans.getBeanProvider(SyncSessionListenerFactory.class)
                .orderedStream()
                .map(factory -> factory.listener(connection.name(), channel))
                .toList();
    }

    /** @param undo to be closed if the channel is not opened after all, also since a listener throws: those who have heard of it hear that */
    void tellOpened(SyncChannel channel, ClosingStack undo) {
        beans.getBeanProvider(SyncChannelListener.class).orderedStream().forEach(listener -> {
            listener.opened(channel);
            undo.push(() -> listener.abandoned(channel));
        });
    }

    /** A channel was not opened after all. */
    void forget(String connection, String channel) {
        beans.getBeanProvider(ChannelRecords.class).stream().forEach(records -> records.forget(connection, channel));
    }

    private <T> List<T> of(Connection connection, Class<T> type) {
        Set<T> ours = Collections.newSetFromMap(new IdentityHashMap<>());
        for (String bean : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type)) {
            if (isFor(connection.name(), bean)) {
                ours.add(beans.getBean(bean, type));
            }
        }
        return beans.getBeanProvider(type)
                .orderedStream()
                .filter(ours::contains)
                .toList();
    }

    /** Whether a bean that there may be one of for each connection is for that one. */
    boolean isFor(String connection, String bean) {
        Set<String> names = NamedConnections.names(beans.getBean(Environment.class));
        boolean main = isDefault(connection) || (names.size() == 1 && !hasDefaultConnection());
        return ConnectionQualifiers.isFor(connection, bean, beans)
                || (main && ConnectionQualifiers.isUnqualified(names, bean, beans));
    }

    boolean hasDefaultConnection() {
        return beans.containsBean("zenQuerySyncChannelFactory");
    }

    private static boolean isDefault(String connection) {
        return connection.equals(SyncEvent.DEFAULT_CONNECTION);
    }
}
