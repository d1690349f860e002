package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.stomp.server.ClientSessions;
import io.zenquery.sync.stomp.server.ErrorFrames;
import io.zenquery.sync.stomp.server.InboundExecutor;
import io.zenquery.sync.stomp.server.SyncDestinations;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.Ordered;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/** The broker that is here for this library: ordered in both directions, with heartbeats and limits. */
final class SimpleBrokerConfigurer implements WebSocketMessageBrokerConfigurer, Ordered {
    /** Beside those that wait for clients that do not read. */
    private static final int PLATFORM_THREADS = 64;

    /** After Boot's configurer, which hands its own executor to the channels; before the application's. */
    private static final int ORDER = 10;

    private final ZenQuerySyncServerProperties properties;
    private final TaskScheduler scheduler;
    private final ClientSessions sessions;
    private final ErrorFrames errors;

    SimpleBrokerConfigurer(
            ZenQuerySyncServerProperties properties,
            TaskScheduler scheduler,
            ClientSessions sessions,
            ErrorFrames errors) {
        this.properties = properties;
        this.scheduler = scheduler;
        this.sessions = sessions;
        this.errors = errors;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        long interval = properties.heartbeat().toMillis();
        registry.setApplicationDestinationPrefixes(SyncDestinations.APPLICATION_PREFIX)
                .setPreservePublishOrder(true)
                .enableSimpleBroker(SyncDestinations.TOPIC_PREFIX, SyncDestinations.QUEUE_PREFIX)
                .setTaskScheduler(scheduler)
                .setHeartbeatValue(new long[] {interval, interval});
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        int frame = Math.toIntExact(properties.maxFrameSize().toBytes());
        registration
                .setMessageSizeLimit(frame)
                .setSendBufferSizeLimit(properties.sendBufferBytes())
                .setSendTimeLimit(Math.toIntExact(properties.sendTimeLimit().toMillis()));
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.executor(
                new InboundExecutor(executor("zenquery-in-"), sessions, errors, properties.receiveBufferBytes()));
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.executor(executor("zenquery-out-"));
    }

    /** Becomes a bean of the broker, which starts and stops it. */
    private static TaskExecutor executor(String prefix) {
        if (JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)) {
            SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(prefix);
            executor.setVirtualThreads(true);
            return executor;
        }
        return new GrowingTaskExecutor(prefix, PLATFORM_THREADS, System::nanoTime);
    }
}
