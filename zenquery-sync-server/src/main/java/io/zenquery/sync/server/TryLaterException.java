package io.zenquery.sync.server;

import io.zenquery.sync.SyncException;

/**
 * A handler's way to say that it can't decide now: a service that it asks is down, say. Nothing is decided about the mutation or
 * those after it; the client sends them again later.
 */
public class TryLaterException extends SyncException {
    private static final long serialVersionUID = 1L;

    /** @param message for people; goes to the client */
    public TryLaterException(String message) {
        super(message);
    }

    /** @param message for people; goes to the client, the cause does not */
    public TryLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
