package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zenquery.sync.spring.EventQueue;
import io.zenquery.sync.spring.event.SequenceGapEvent;
import io.zenquery.sync.spring.event.SyncEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

/** What the {@code @EventListener} methods of an application may expect. */
class EventListenersTest {
    private static final SequenceGapEvent GAP = new SequenceGapEvent("board", 1, 3);

    @Test
    void publish_firstListenerThrows_othersHearTheSameEventAndTheNext() {
        ClientContexts.client().withBean(Listeners.class).run(context -> {
            Listeners listeners = context.getBean(Listeners.class);

            context.getBean(EventQueue.class).add(GAP);
            context.getBean(EventQueue.class).add(new SyncProblemEvent("board", "code", "text"));

            assertThat(listeners.next()).isEqualTo("all SequenceGapEvent");
            assertThat(listeners.next()).isEqualTo("gap");
            assertThat(listeners.next()).isEqualTo("all SyncProblemEvent");
            assertThat(listeners.next()).isEqualTo("by class");
        });
    }

    @Test
    void publish_hostsOwnEvent_listenersThrowAsEver() {
        ClientContexts.client()
                .withBean(Listeners.class)
                .run(context -> assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> context.publishEvent("an event of the host")));
    }

    static class Listeners {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @EventListener
        @Order(1)
        void broken(SequenceGapEvent event) {
            throw new IllegalStateException("thrown on purpose");
        }

        @EventListener
        @Order(2)
        void all(SyncEvent event) {
            heard.add("all " + event.getClass().getSimpleName());
        }

        @EventListener
        @Order(3)
        void gap(SequenceGapEvent event) {
            heard.add("gap");
        }

        @EventListener(classes = SyncProblemEvent.class)
        @Order(4)
        void problem() {
            heard.add("by class");
        }

        @EventListener
        void host(String event) {
            throw new IllegalStateException("thrown on purpose");
        }

        String next() throws InterruptedException {
            return heard.poll(10, TimeUnit.SECONDS);
        }
    }
}
