package io.zenquery.sync.server;

import io.zenquery.sync.SyncException;

/** A handler's way to reject a mutation, for good. The client rolls it back. */
public class RejectMutationException extends SyncException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, for programs, such as {@code title-empty}; not blank
     * @param message for people; goes to the client
     */
    public RejectMutationException(String code, String message) {
        super(message);
        if (code.isBlank()) {
            throw new IllegalArgumentException("expected a code such as title-empty, got a blank one");
        }
        this.code = code;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }
}
