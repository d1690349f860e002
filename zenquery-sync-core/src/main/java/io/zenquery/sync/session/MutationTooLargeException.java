package io.zenquery.sync.session;

import io.zenquery.sync.SyncException;

/** A mutation takes more bytes than a message can carry. Nothing was registered: make several smaller ones. */
public class MutationTooLargeException extends SyncException {
    private static final long serialVersionUID = 1L;

    public MutationTooLargeException(int bytes, int bound) {
        super("expected a mutation of up to " + bound + " bytes as JSON, got " + bytes
                + ". Make several smaller ones, or raise the bound on both sides");
    }
}
