package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.actuate.server.SyncHandlerContext;
import io.zenquery.sync.spring.SyncMutationContext;
import io.zenquery.sync.spring.SyncMutationObservationConvention;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a mutation, from the client that makes it to the handler that decides it. */
class TracedTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    private BoardServer server;
    private BoardClient client;

    /** As Micrometer Tracing does it: a client's trace goes into the carrier, a server's comes out of it. */
    private static final class Sender implements ObservationHandler<SyncMutationContext> {
        private final String trace;

        Sender(String trace) {
            this.trace = trace;
        }

        @Override
        public void onStart(SyncMutationContext context) {
            context.getSetter().set(context.getCarrier(), "traceparent", trace);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof SyncMutationContext;
        }
    }

    private final class Receiver implements ObservationHandler<SyncHandlerContext> {
        @Override
        public void onError(SyncHandlerContext context) {
            errors.add(context.getError());
        }

        @Override
        public void onStop(SyncHandlerContext context) {
            List<String> values = context.getLowCardinalityKeyValues().stream()
                    .map(KeyValue::getValue)
                    .toList();
            handled.add(context.getGetter().get(context.getCarrier(), "traceparent") + " " + values);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof SyncHandlerContext;
        }
    }

    @BeforeEach
    void serve() {
        server = new BoardServer();
        observe(server.bean(ObservationRegistry.class), new Receiver());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static void observe(ObservationRegistry registry, ObservationHandler<?> handler) {
        registry.observationConfig().observationHandler(handler);
    }

    @Test
    void trace_ofTheMutation_isTheHandlers() throws InterruptedException {
        client = BoardClient.live(server.port());
        observe(client.context.getBean(ObservationRegistry.class), new Sender(TRACE));

        client.add("new");
        client.await(MutationConfirmedEvent.class);

        assertThat(handled.poll(15, TimeUnit.SECONDS)).isEqualTo(TRACE + " [task.add, accepted]");
    }

    @Test
    void trace_inAnOutbox_outlivesTheProcess(@TempDir Path directory) throws InterruptedException {
        String[] outbox = {
            "zenquery.sync.outbox.path=" + directory.resolve("outbox"), "zenquery.sync.auto-startup=false"
        };
        client = new BoardClient(server.port(), outbox);
        observe(client.context.getBean(ObservationRegistry.class), new Sender(TRACE));
        client.sync.mutate("task.add", Map.of("title", "new"), draft -> {});
        client.close();

        client = new BoardClient(server.port(), outbox);
        client.sync.connect();
        client.await(SyncConnectedEvent.class);

        assertThat(handled.poll(15, TimeUnit.SECONDS)).isEqualTo(TRACE + " [task.add, accepted]");
    }

    @Test
    void rejection_isAnOutcomeAndNoError_withoutATraceWhereTheClientHasNone() throws InterruptedException {
        client = BoardClient.live(server.port());
        observe(client.context.getBean(ObservationRegistry.class), new Sender("no trace"));

        client.add("");
        client.await(MutationRejectedEvent.class);

        assertThat(handled.poll(15, TimeUnit.SECONDS)).isEqualTo("null [task.add, rejected]");
        assertThat(errors).isEmpty();
    }

    @Test
    void convention_ofTheApplication_takesThePlaceOfOurs() throws InterruptedException {
        client = new BoardClient(
                server.port(),
                context -> context.registerBean(
                        SyncMutationObservationConvention.class, () -> new SyncMutationObservationConvention() {
                            @Override
                            public String getName() {
                                return "board.write";
                            }
                        }));

        client.sync.mutate(draft -> draft.atom("a").add("", 1));

        assertThat(client.context
                        .getBean(MeterRegistry.class)
                        .get("board.write")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
