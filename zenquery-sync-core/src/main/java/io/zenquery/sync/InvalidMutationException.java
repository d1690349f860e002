package io.zenquery.sync;

/** A mutation whose patches do not fit the view. Nothing was registered, and its number can be used again. */
public class InvalidMutationException extends SyncException {
    private static final long serialVersionUID = 1L;

    public InvalidMutationException(String message, Throwable cause) {
        super(message, cause);
    }
}
