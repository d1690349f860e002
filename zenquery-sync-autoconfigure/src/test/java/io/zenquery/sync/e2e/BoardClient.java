package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.DeltaAppliedEvent;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationFailedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.MutationWithdrawnEvent;
import io.zenquery.sync.spring.event.RollbackEvent;
import io.zenquery.sync.spring.event.SequenceGapEvent;
import io.zenquery.sync.spring.event.StateChangedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncConnectionStateEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import io.zenquery.sync.spring.event.SyncEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import io.zenquery.sync.spring.event.ViewChangedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

/** An application without a web server that is a client of the channel {@code board}, and what its listeners heard. */
final class BoardClient implements AutoCloseable {
    final ConfigurableApplicationContext context;
    final SyncTemplate sync;
    final Listeners listeners;
    final Network network;

    BoardClient(int port, String... properties) {
        this(port, context -> {}, properties);
    }

    /** @param initializer adds to the application */
    BoardClient(int port, ApplicationContextInitializer<GenericApplicationContext> initializer, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.addAll(List.of(
                "zenquery.sync.url=ws://127.0.0.1:" + port + "/zenquery",
                "zenquery.sync.channel=board",
                "zenquery.sync.reconnect.initial-delay=20ms",
                "zenquery.sync.reconnect.max-delay=200ms",
                "spring.main.banner-mode=off"));
        context = new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .initializers(initializer)
                .properties(all.toArray(String[]::new))
                .run();
        sync = context.getBean(SyncTemplate.class);
        listeners = context.getBean(Listeners.class);
        network = context.getBean(Network.class);
    }

    /** A client that is in step. */
    static BoardClient live(int port, String... properties) throws InterruptedException {
        BoardClient client = new BoardClient(port, properties);
        client.await(SyncConnectedEvent.class);
        return client;
    }

    /** Adds a task; the server rejects one without a title. */
    MutationReceipt add(String title) {
        Map<String, String> task = Map.of("title", title);
        return sync.mutate("task.add", task, draft -> draft.atom("tasks").add("/items/-", task));
    }

    <E extends SyncEvent> E await(Class<E> type) throws InterruptedException {
        return await(type, event -> true);
    }

    /** The next event of that type for which {@code condition} holds; those before it are passed over. */
    <E extends SyncEvent> E await(Class<E> type, Predicate<E> condition) throws InterruptedException {
        List<SyncEvent> passed = new ArrayList<>();
        while (true) {
            SyncEvent event = listeners.heard.poll(15, TimeUnit.SECONDS);
            assertThat(event)
                    .as("a %s that fits, after %s", type.getSimpleName(), passed)
                    .isNotNull();
            if (type.isInstance(event) && condition.test(type.cast(event))) {
                return type.cast(event);
            }
            passed.add(event);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** As an application listens: a method for each type of event. */
    static class Listeners {
        final BlockingQueue<SyncEvent> heard = new LinkedBlockingQueue<>();
        final Queue<MutationConfirmedEvent> confirmed = new ConcurrentLinkedQueue<>();
        final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

        @EventListener
        void on(MutationConfirmedEvent event) {
            confirmed.add(event);
            hear(event);
        }

        @EventListener
        void on(MutationRejectedEvent event) {
            hear(event);
        }

        @EventListener
        void on(MutationFailedEvent event) {
            hear(event);
        }

        @EventListener
        void on(MutationWithdrawnEvent event) {
            hear(event);
        }

        @EventListener
        void on(DeltaAppliedEvent event) {
            hear(event);
        }

        @EventListener
        void on(RollbackEvent event) {
            hear(event);
        }

        @EventListener
        void on(ViewChangedEvent event) {
            hear(event);
        }

        @EventListener
        void on(StateChangedEvent event) {
            hear(event);
        }

        @EventListener
        void on(ConflictResolvedEvent event) {
            hear(event);
        }

        @EventListener
        void on(SequenceGapEvent event) {
            hear(event);
        }

        @EventListener
        void on(SyncConnectedEvent event) {
            hear(event);
        }

        @EventListener
        void on(SyncDisconnectedEvent event) {
            hear(event);
        }

        @EventListener
        void on(SyncConnectionStateEvent event) {
            hear(event);
        }

        @EventListener
        void on(SyncProblemEvent event) {
            hear(event);
        }

        private void hear(SyncEvent event) {
            heard.add(event);
            threads.add(Thread.currentThread().getName());
        }
    }

    /** The real transport, with faults where the test wants them. */
    static final class Network implements BeanPostProcessor {
        volatile Predicate<ServerMessage> loses = message -> false;
        volatile Predicate<ServerMessage> garbles = message -> false;

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof SyncTransport transport ? new Faulty(transport, this) : bean;
        }
    }

    private record Faulty(SyncTransport transport, Network network) implements SyncTransport {
        @Override
        public void open(Listener listener) {
            transport.open(new Listener() {
                @Override
                public void onOpen() {
                    listener.onOpen();
                }

                @Override
                public void onMessage(ServerMessage message) {
                    if (network.garbles.test(message)) {
                        listener.onMalformed(new ProtocolException("garbled on the way"));
                    } else if (!network.loses.test(message)) {
                        listener.onMessage(message);
                    }
                }

                @Override
                public void onMalformed(ProtocolException problem) {
                    listener.onMalformed(problem);
                }

                @Override
                public void onClosed(String reason) {
                    listener.onClosed(reason);
                }
            });
        }

        @Override
        public void send(ClientMessage message) {
            transport.send(message);
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @Bean
        Listeners listeners() {
            return new Listeners();
        }

        @Bean
        static Network network() {
            return new Network();
        }
    }
}
