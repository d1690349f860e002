package io.zenquery.sync.session;

import io.zenquery.sync.SyncException;
import java.time.Duration;

/** As many mutations are pending as the session may hold. Nothing was registered; try again when some have been decided. */
public class QueueFullException extends SyncException {
    private static final long serialVersionUID = 1L;

    public QueueFullException(int bound, Duration waited) {
        super("expected fewer than " + bound + " pending mutations (maxPending), found that many"
                + (waited.isZero() ? "" : " for " + waited)
                + ". Wait for verdicts, or raise the bound");
    }
}
