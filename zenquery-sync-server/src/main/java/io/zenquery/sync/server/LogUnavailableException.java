package io.zenquery.sync.server;

import org.jspecify.annotations.Nullable;

/**
 * A log's store could not be reached, or failed: an outage, not a verdict. Clients are told to try again later; what they sent is decided
 * exactly once, whether the failed attempt was committed or not.
 */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was tried, and what to look at
     * @param cause why it failed; null if there is nothing more to say
     */
    public LogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
