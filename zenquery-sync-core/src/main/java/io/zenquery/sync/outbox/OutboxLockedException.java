package io.zenquery.sync.outbox;

import org.jspecify.annotations.Nullable;

/** A store is open already, in this process or in another one. The message says who has it, since when, and what to do. */
public final class OutboxLockedException extends OutboxException {
    private static final long serialVersionUID = 1L;

    OutboxLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
