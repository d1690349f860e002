package io.zenquery.sync.autoconfigure.server;

import static io.zenquery.sync.autoconfigure.server.StompTestClient.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.server.annotation.MutationHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageDeliveryException;
import tools.jackson.databind.node.NullNode;

/** Eve keeps a handler busy, and sends and sends meanwhile; the server keeps little of it, and ann goes on. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "zenquery.sync.server.max-frame-size=16KB",
            "zenquery.sync.server.receive-buffer-size=64KB",
            "zenquery.sync.server.handler-timeout=0",
            "zenquery.sync.server.head-interval=1h"
        })
class HostileFloodTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Slow slow;

    private StompTestClient ann;
    private StompTestClient eve;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Slow slow() {
            return new Slow();
        }
    }

    static final class Slow {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);

        @MutationHandler("wait")
        void handle() throws InterruptedException {
            begun.countDown();
            assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        ann = new StompTestClient(port, "/zenquery");
        eve = new StompTestClient(port, "/zenquery");
        ann.subscribe("anns");
        eve.subscribe("eves");
    }

    @AfterEach
    void disconnect() {
        slow.mayEnd.countDown();
        ann.close();
        eve.close();
    }

    @Test
    void frames_moreThanAreHandled_endTheConnection() throws InterruptedException {
        eve.send("/app/zenquery/eves/resume", new Resume("eve", "1", null, 0, null, null));
        String fence = ((Welcome) next(eve.answers)).fence();
        Mutation wait = new Mutation(1, "wait", NullNode.getInstance(), Map.of(), Map.of(), null);
        eve.send("/app/zenquery/eves/mutations", new MutationBatch(fence, 0, 0, List.of(wait)));
        assertThat(slow.begun.await(20, TimeUnit.SECONDS)).isTrue();

        try {
            for (int i = 0; i < 1_000; i++) {
                eve.send("/app/zenquery/eves/resume", new byte[15_000]);
            }
        } catch (MessageDeliveryException | IllegalStateException e) {
            assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue(); // closed while she was still sending
        }

        assertThat(eve.errors.poll(20, TimeUnit.SECONDS))
                .contains("expected up to 65536 bytes", "zenquery.sync.server.receive-buffer-size");
        assertThat(eve.lost.await(20, TimeUnit.SECONDS)).isTrue();
        ann.send("/app/zenquery/anns/resume", new Resume("ann", "1", null, 0, null, null));
        assertThat(next(ann.answers)).isInstanceOf(Welcome.class);
    }
}
