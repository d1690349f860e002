package io.zenquery.sync.example.client;

import io.zenquery.sync.InvalidMutationException;
import io.zenquery.sync.example.client.ServerSwitch.ServerUnreachableException;
import io.zenquery.sync.patch.PatchException;
import io.zenquery.sync.session.MutationTooLargeException;
import io.zenquery.sync.session.QueueFullException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Answers what can't be done with a problem detail (RFC 9457) that says why. */
@RestControllerAdvice
class ProblemDetails extends ResponseEntityExceptionHandler {

    /** It does not fit the board as it shows here. */
    @ExceptionHandler({NoSuchElementException.class, PatchException.class, InvalidMutationException.class})
    ProblemDetail doesNotFit(RuntimeException e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    @ExceptionHandler
    ProblemDetail tooLarge(MutationTooLargeException e) {
        return problem(HttpStatus.CONTENT_TOO_LARGE, e);
    }

    @ExceptionHandler
    ProblemDetail full(QueueFullException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e);
    }

    @ExceptionHandler
    ProblemDetail noServer(ServerUnreachableException e) {
        return problem(HttpStatus.BAD_GATEWAY, e);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String why = e.getCause() instanceof JacksonException json
                ? "expected JSON in the form that this address takes: " + json.getOriginalMessage()
                : "expected JSON in the body, got none";
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, why), headers, status, request);
    }

    private static ProblemDetail problem(HttpStatus status, RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
