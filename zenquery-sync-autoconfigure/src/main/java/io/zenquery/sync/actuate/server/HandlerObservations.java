package io.zenquery.sync.actuate.server;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.zenquery.sync.server.HandlerInterceptor;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.RejectMutationException;
import org.jspecify.annotations.Nullable;

/**
 * Observes handlers, each call on its thread: what a handler calls is part of the trace that the client began. A rejection is an
 * outcome, and no error. Thread-safe.
 *
 * @param registry told of them
 * @param convention what they are called; null for the registry's, or {@link DefaultSyncHandlerObservationConvention}
 */
public record HandlerObservations(
        ObservationRegistry registry, @Nullable SyncHandlerObservationConvention convention)
        implements HandlerInterceptor {
    private static final SyncHandlerObservationConvention DEFAULT = new DefaultSyncHandlerObservationConvention();

    @Override
    public void around(MutationCall call, Runnable handler) {
        SyncHandlerContext context = new SyncHandlerContext(call);
        Observation observation =
                SyncHandlerObservationDocumentation.HANDLING.start(convention, DEFAULT, () -> context, registry);
        Observation.Scope scope = observation.openScope();
        try {
            handler.run();
            context.setOutcome("accepted");
        } catch (RejectMutationException e) {
            context.setOutcome("rejected");
            throw e;
        } catch (Throwable e) { // a handler may throw what it does not declare
            observation.error(e);
            throw e;
        } finally {
            scope.close();
            observation.stop();
        }
    }
}
