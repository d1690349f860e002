package io.zenquery.sync;

import org.jspecify.annotations.Nullable;

/** The root of what this library throws. The message says what was expected, what came and what to do. */
public class SyncException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SyncException(String message) {
        super(message);
    }

    public SyncException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
