package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.zenquery.sync.spring.event.SyncEvent;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

/** OpenTelemetry behind Micrometer Tracing, as Spring Boot wires it, for several applications; and the spans that have ended. */
final class Tracing implements AutoCloseable {
    private final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new Collecting()))
            .build();

    private final class Collecting implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    /** Traces an application. */
    ApplicationContextInitializer<GenericApplicationContext> of(String application) {
        io.opentelemetry.api.trace.Tracer spans = provider.get(application);
        Tracer tracer = new OtelTracer(spans, new OtelCurrentTraceContext(), event -> {});
        Propagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), spans);
        return context -> {
            context.registerBean(Tracer.class, () -> tracer);
            context.registerBean(Propagator.class, () -> propagator);
            context.registerBean(Handlers.class, () -> new Handlers(tracer, propagator));
            context.registerBean(Heard.class, () -> new Heard(application));
        };
    }

    private record Handlers(Tracer tracer, Propagator propagator) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof ObservationRegistry registry) {
                registry.observationConfig()
                        .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                                new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                                new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                                new DefaultTracingObservationHandler(tracer)));
            }
            return bean;
        }
    }

    /** Notes in which trace a listener is at work: what a line of a log would have. */
    private final class Heard {
        private final String application;

        Heard(String application) {
            this.application = application;
        }

        @EventListener
        void on(SyncEvent event) {
            heard.add(application + " " + event.getClass().getSimpleName() + " "
                    + Span.current().getSpanContext().getTraceId());
        }
    }

    /** Waits for the listeners of {@code application} to hear that event in that trace. */
    void awaitHeard(String application, Class<? extends SyncEvent> event, String trace) {
        String line = application + " " + event.getSimpleName() + " " + trace;
        Awaitility.await(line)
                .atMost(15, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(heard).contains(line));
    }

    /** Waits for the end of a span that an application begins: the only one of that name since {@link #clear}. */
    SpanData await(String application, String name) {
        return await(application, name, span -> true);
    }

    /** Waits for the end of a span of an application that is a child of that one, and the only one of that name. */
    SpanData awaitChild(SpanData parent, String application, String name) {
        return await(
                application,
                name,
                span -> span.getTraceId().equals(parent.getTraceId())
                        && span.getParentSpanId().equals(parent.getSpanId()));
    }

    private SpanData await(String application, String name, Predicate<SpanData> condition) {
        Awaitility.await(application + " " + name)
                .atMost(15, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(find(application, name, condition))
                        .as("spans %s", ended)
                        .hasSize(1));
        return find(application, name, condition).get(0);
    }

    private List<SpanData> find(String application, String name, Predicate<SpanData> condition) {
        return ended.stream()
                .filter(span -> span.getInstrumentationScopeInfo().getName().equals(application)
                        && span.getName().equals(name)
                        && condition.test(span))
                .toList();
    }

    void clear() {
        ended.clear();
        heard.clear();
    }

    @Override
    public void close() {
        provider.close();
    }
}
