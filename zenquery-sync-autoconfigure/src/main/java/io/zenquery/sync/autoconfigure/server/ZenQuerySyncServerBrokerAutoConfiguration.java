package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.ClientSessions;
import io.zenquery.sync.stomp.server.ErrorFrames;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * A simple broker, unless the application has a broker of its own.
 *
 * <p>After Boot's executors and schedulers, which would otherwise take the broker's for the application's and back off; before
 * Boot's part for brokers, which looks whether there is one.
 */
@AutoConfiguration(
        after = {
            ZenQuerySyncServerAutoConfiguration.class,
            TaskExecutionAutoConfiguration.class,
            TaskSchedulingAutoConfiguration.class
        },
        beforeName = "org.springframework.boot.websocket.autoconfigure.servlet.WebSocketMessagingAutoConfiguration")
@ConditionalOnClass({SyncServer.class, WebSocketMessageBrokerConfigurer.class, SimpMessagingTemplate.class})
@ConditionalOnBean(SyncServer.class)
@ConditionalOnMissingBean(WebSocketMessageBrokerConfigurationSupport.class)
@EnableWebSocketMessageBroker
public final class ZenQuerySyncServerBrokerAutoConfiguration {

    @Bean
    SimpleBrokerConfigurer syncSimpleBrokerConfigurer(
            ZenQuerySyncServerProperties properties,
            @Lazy @Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler,
            ClientSessions sessions,
            ErrorFrames errors) {
        return new SimpleBrokerConfigurer(properties, scheduler, sessions, errors);
    }

    @Bean
    static BrokerBeansInBackground syncBrokerBeansInBackground() {
        return new BrokerBeansInBackground();
    }
}
