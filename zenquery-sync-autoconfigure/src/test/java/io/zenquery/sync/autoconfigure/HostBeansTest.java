package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.websocket.autoconfigure.servlet.WebSocketMessagingAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** What an application has of executors, schedulers, converters and broker stays as it was when the client joins it. */
class HostBeansTest {
    private final WebApplicationContextRunner host = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class,
                    TaskSchedulingAutoConfiguration.class,
                    WebSocketMessagingAutoConfiguration.class));

    @Test
    void beans_ofHostWithBroker_areTheSameWithClient() {
        assertSameWithClient(host.withUserConfiguration(Broker.class));
    }

    @Test
    void beans_ofHostWithScheduling_areTheSameWithClient() {
        assertSameWithClient(host.withUserConfiguration(Scheduling.class));
    }

    private static void assertSameWithClient(WebApplicationContextRunner host) {
        host.run(without -> {
            Map<String, String> before = beans(without);
            assertThat(before).isNotEmpty().containsKey("jacksonJsonMapper");
            host.withConfiguration(AutoConfigurations.of(ClientContexts.AUTO_CONFIGURATIONS))
                    .withPropertyValues(
                            "zenquery.sync.url=ws://127.0.0.1:1/zenquery",
                            "zenquery.sync.channel=board",
                            "zenquery.sync.auto-startup=false")
                    .run(with -> {
                        assertThat(with).hasNotFailed();
                        Map<String, String> after = beans(with);
                        after.keySet().removeIf(name -> name.startsWith("zenQuerySync"));
                        assertThat(after).isEqualTo(before);
                        for (Class<?> type : new Class<?>[] {Executor.class, TaskScheduler.class}) {
                            assertThat(with.getBeanNamesForType(type))
                                    .containsExactlyInAnyOrder(without.getBeanNamesForType(type));
                        }
                    });
        });
    }

    /** Each bean of the host with its class; our own configuration classes and properties aside. */
    private static Map<String, String> beans(ApplicationContext context) {
        Map<String, String> beans = new TreeMap<>();
        Arrays.stream(context.getBeanDefinitionNames())
                .filter(name -> !name.startsWith("io.zenquery") && !name.startsWith("zenquery.sync-"))
                .forEach(name -> {
                    Class<?> type = context.getType(name);
                    beans.put(name, type == null ? "none" : type.getName());
                });
        return beans;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocketMessageBroker
    static class Broker implements WebSocketMessageBrokerConfigurer {
        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            registry.addEndpoint("/chat");
        }

        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.enableSimpleBroker("/topic");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {}
}
