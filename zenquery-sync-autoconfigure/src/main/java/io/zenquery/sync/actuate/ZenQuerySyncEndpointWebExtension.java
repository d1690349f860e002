package io.zenquery.sync.actuate;

import io.zenquery.sync.actuate.SyncDescriptor.ErrorDescriptor;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What differs over HTTP: an operation that is refused says why in its answer. Of an exception, Spring Boot's error page leaves that out
 * unless it is told otherwise, for every page of the application.
 */
@EndpointWebExtension(endpoint = ZenQuerySyncEndpoint.class)
@RegisterReflectionForBinding(ErrorDescriptor.class)
public class ZenQuerySyncEndpointWebExtension {
    private final ZenQuerySyncEndpoint endpoint;

    /** @param endpoint does what is asked for */
    public ZenQuerySyncEndpointWebExtension(ZenQuerySyncEndpoint endpoint) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** As {@link ZenQuerySyncEndpoint#retry}; refused, the status is 400 and the body an {@link ErrorDescriptor}. */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> retry(@Selector String channel, @Selector long clientSeq) {
        return answer(WebEndpointResponse.STATUS_OK, () -> endpoint.retry(channel, clientSeq));
    }

    /** As {@link ZenQuerySyncEndpoint#discard}; refused, the status is 400 and the body an {@link ErrorDescriptor}. */
    @DeleteOperation(
            produces = {ZenQuerySyncEndpoint.ACTUATOR_V3, ZenQuerySyncEndpoint.ACTUATOR_V2, ZenQuerySyncEndpoint.JSON})
    public WebEndpointResponse<OperationResponseBody> discard(@Selector String channel, @Selector long clientSeq) {
        return answer(WebEndpointResponse.STATUS_NO_CONTENT, () -> {
            endpoint.discard(channel, clientSeq);
            return null;
        });
    }

    private static WebEndpointResponse<OperationResponseBody> answer(
            int status, Supplier<? extends @Nullable OperationResponseBody> operation) {
        try {
            return new WebEndpointResponse<>(operation.get(), status);
        } catch (InvalidEndpointRequestException e) {
            return new WebEndpointResponse<>(
                    new ErrorDescriptor(String.valueOf(e.getReason())), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }
}
