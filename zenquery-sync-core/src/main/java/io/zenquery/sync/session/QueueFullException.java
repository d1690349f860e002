package io.zenquery.sync.session;

import io.zenquery.sync.SyncException;

/** As many mutations are pending as the session may hold. Nothing was registered; try again when some have been decided. */
public class QueueFullException extends SyncException {
    private static final long serialVersionUID = 1L;

    public QueueFullException(int bound) {
        super("expected fewer than " + bound
                + " pending mutations (maxPending), found that many. Wait for verdicts, or raise the bound");
    }
}
