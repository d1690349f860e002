package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.session.SessionBuilder;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionScheduler;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.ThreadSessionScheduler;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The session, its thread, and its life between the start and the stop of the application. */
@AutoConfiguration(
        after = {
            ZenQuerySyncCoordinatorAutoConfiguration.class,
            ZenQuerySyncConflictAutoConfiguration.class,
            ZenQuerySyncOutboxAutoConfiguration.class,
            ZenQuerySyncStompAutoConfiguration.class,
            ZenQuerySyncEventAutoConfiguration.class
        })
@ConditionalOnSyncClient
@EnableConfigurationProperties(ZenQuerySyncProperties.class)
public final class ZenQuerySyncSessionAutoConfiguration {

    /** What a frame has besides mutations: STOMP headers, and the batch's fence and numbers. */
    private static final int FRAME_OVERHEAD = 2 * 1024;

    /** The bean that tells the time, an {@link InstantSource}; without one, the system does. */
    static final String CLOCK = "zenQuerySyncClock";

    @Bean
    @ConditionalOnMissingBean(SessionScheduler.class)
    ThreadSessionScheduler zenQuerySyncSessionScheduler(ZenQuerySyncProperties properties) {
        return new ThreadSessionScheduler("zenquery-sync-session-" + properties.channel());
    }

    @Bean
    @ConditionalOnMissingBean
    SyncSession zenQuerySyncSession(
            ZenQuerySyncProperties properties,
            OptimisticSyncCoordinator coordinator,
            SyncTransport transport,
            SessionScheduler scheduler,
            NamedStrategies strategies,
            ObjectProvider<OutboxStore> outbox,
            ObjectProvider<SessionListener> listeners,
            @Qualifier(CLOCK) ObjectProvider<InstantSource> clock) {
        SessionBuilder session = SyncSession.builder();
        outbox.ifAvailable(session::outbox);
        return session.coordinator(coordinator)
                .transport(transport)
                .scheduler(scheduler)
                .clock(clock.getIfAvailable(InstantSource::system))
                .random(new Random())
                .clientId(properties.clientId())
                .ids(ZenQuerySyncSessionAutoConfiguration::randomId)
                .strategy(strategies.strategy())
                .strategyNames(strategies::nameOf)
                .listener(new SessionListeners(listeners.orderedStream().toList()))
                .backOff(
                        properties.reconnect().initialDelay(),
                        properties.reconnect().maxDelay())
                .maxBatch(properties.maxBatch())
                .maxBatchBytes(Math.toIntExact(properties.maxFrameSize().toBytes()) - FRAME_OVERHEAD)
                .maxPending(properties.maxPending())
                .whenFullWait(properties.maxPendingWait())
                .maxAttempts(properties.maxAttempts())
                .maxFailed(properties.outbox().maxFailed())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    SyncSessionLifecycle zenQuerySyncSessionLifecycle(
            SyncSession session, SessionScheduler scheduler, ZenQuerySyncProperties properties) {
        return new SyncSessionLifecycle(session, scheduler, properties.autoStartup());
    }

    private static String randomId() {
        return UUID.randomUUID().toString();
    }
}
