package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zenquery.sync.server.DeltaLogFactory;
import io.zenquery.sync.server.InMemoryDeltaLog;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.SyncMessageController;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

class ServerWiringTest {

    private static ConfigurableApplicationContext run(Class<?> application, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "--server.port=0";
        all[1] = "--server.address=127.0.0.1";
        all[2] = "--spring.main.banner-mode=off";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.SERVLET)
                .run(all);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    /** Spring's schedulers are executors too: one application can't be injected both by type, with this library or without. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class HostWithExecutor {
        @Bean
        Injected injected(Executor executor) {
            return new Injected(executor);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    static class HostWithScheduler {
        @Bean
        Injected injected(TaskScheduler scheduler) {
            return new Injected(scheduler);
        }
    }

    record Injected(Object bean) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSocketMessageBroker
    static class OwnBroker implements WebSocketMessageBrokerConfigurer {
        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.setApplicationDestinationPrefixes("/app", "/more").enableSimpleBroker("/topic", "/queue", "/own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSocketMessageBroker
    static class OtherBroker implements WebSocketMessageBrokerConfigurer {
        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.setApplicationDestinationPrefixes("/app").enableSimpleBroker("/own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnBeans {
        @Bean
        DeltaLogFactory logs() {
            return (channel, epoch, initial) -> new InMemoryDeltaLog("own", initial, 5);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class TwoHandlers {
        @Bean
        MutationFunction first() {
            return new Named();
        }

        @Bean
        MutationFunction second() {
            return new Named();
        }
    }

    static final class Named implements MutationFunction {
        @Override
        public String name() {
            return "task.add";
        }

        @Override
        public void handle(MutationCall call) {}
    }

    /** What the host has, without the parts of the broker. */
    private static Map<String, String> hostBeans(ConfigurableApplicationContext context) {
        Map<String, String> beans = new TreeMap<>();
        for (Class<?> type : new Class<?>[] {Executor.class, TaskScheduler.class, MessageConverter.class}) {
            for (String name : context.getBeanNamesForType(type)) {
                boolean ofTheBroker =
                        name.startsWith("client") || name.startsWith("broker") || name.startsWith("messageBroker");
                if (!ofTheBroker) {
                    beans.put(name, context.getBean(name).getClass().getName());
                }
            }
        }
        return beans;
    }

    @Test
    void start_hostWithExecutor_isLeftAsItIs() {
        assertLeft(HostWithExecutor.class, "applicationTaskExecutor");
    }

    @Test
    void start_hostWithScheduler_isLeftAsItIs() {
        assertLeft(HostWithScheduler.class, "taskScheduler");
    }

    private static void assertLeft(Class<?> host, String injected) {
        try (ConfigurableApplicationContext with = run(host);
                ConfigurableApplicationContext without = run(host, "--zenquery.sync.server.enabled=false")) {
            assertThat(without.getBeansOfType(SyncServer.class)).isEmpty();
            assertThat(with.getBeansOfType(SyncServer.class)).hasSize(1);
            assertThat(hostBeans(with)).containsKey(injected).isEqualTo(hostBeans(without));
            assertThat(with.getBean(Injected.class).bean()).isSameAs(with.getBean(injected));
        }
    }

    @Test
    void start_brokerOfTheApplication_isLeftAsItIs() {
        try (ConfigurableApplicationContext context = run(OwnBroker.class)) {
            assertThat(context.getBeansOfType(SimpleBrokerConfigurer.class)).isEmpty();
            assertThat(context.getBeansOfType(SyncMessageController.class)).hasSize(1);
            assertThat(context.getBean(SimpleBrokerMessageHandler.class).getDestinationPrefixes())
                    .containsExactly("/topic", "/queue", "/own");
        }
    }

    @Test
    void start_brokerWithoutOurPrefixes_failsAndSaysWhatToDo() {
        assertThatThrownBy(() -> run(OtherBroker.class).close())
                .hasStackTraceContaining("expected /topic among the destination prefixes of the broker")
                .hasStackTraceContaining("zenquery.sync.server.enabled=false");
    }

    @Test
    void start_ownLog_isUsed() {
        try (ConfigurableApplicationContext context = run(OwnBeans.class)) {
            assertThat(context.getBean(SyncServer.class).state("c").epoch()).isEqualTo("own");
        }
    }

    @Test
    void start_epochs_areUnique() {
        try (ConfigurableApplicationContext context = run(Plain.class)) {
            SyncServer server = context.getBean(SyncServer.class);
            assertThat(UUID.fromString(server.state("a").epoch()))
                    .isNotEqualTo(UUID.fromString(server.state("b").epoch()));
        }
    }

    @Test
    void start_twoHandlersOfOneName_failsAndNamesThem() {
        assertThatThrownBy(() -> run(TwoHandlers.class).close())
                .hasStackTraceContaining("expected one handler per name, got two of \"task.add\"");
    }

    @Test
    void start_badProperties_failsAndSaysWhatWasExpected() {
        assertThatThrownBy(() ->
                        run(Plain.class, "--zenquery.sync.server.path=sync").close())
                .hasStackTraceContaining("zenquery.sync.server.path to begin with a slash");
        assertThatThrownBy(() -> run(Plain.class, "--zenquery.sync.server.max-frame-size=1B")
                        .close())
                .hasStackTraceContaining("max-frame-size from 1KB");
        assertThatThrownBy(() -> run(Plain.class, "--zenquery.sync.server.log-retention=10")
                        .close())
                .hasStackTraceContaining("retention from maxBatch");
    }

    @Test
    void start_notAWebApplication_hasNoServer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ZenQuerySyncServerAutoConfiguration.class,
                        ZenQuerySyncServerBrokerAutoConfiguration.class,
                        ZenQuerySyncServerStompAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncServer.class));
    }
}
