package io.zenquery.sync.outbox;

import io.zenquery.sync.SyncException;
import org.jspecify.annotations.Nullable;

/** A store of pending mutations could not be opened, read or written. What it holds is unchanged. */
public class OutboxException extends SyncException {
    private static final long serialVersionUID = 1L;

    public OutboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
