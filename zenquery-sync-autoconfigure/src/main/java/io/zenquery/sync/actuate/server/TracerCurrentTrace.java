package io.zenquery.sync.actuate.server;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.zenquery.sync.server.CurrentTrace;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The trace that Micrometer Tracing says a thread works in: what it would tell another service as {@code traceparent}. Thread-safe.
 *
 * @param tracer knows the span of a thread
 * @param propagator writes its header; one of another format than that of W3C gives none
 */
public record TracerCurrentTrace(Tracer tracer, Propagator propagator) implements CurrentTrace {

    @Override
    public @Nullable String traceParent() {
        Span span = tracer.currentSpan();
        if (span == null) {
            return null;
        }
        Map<String, String> carrier = new HashMap<>();
        propagator.inject(
                span.context(),
                carrier,
                (headers, name, value) -> Objects.requireNonNull(headers).put(name, value));
        return carrier.get("traceparent");
    }
}
