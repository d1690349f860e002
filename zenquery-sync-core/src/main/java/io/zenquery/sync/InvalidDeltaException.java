package io.zenquery.sync;

/**
 * A delta that does not fit the confirmed documents. Nothing was changed, {@code confirmedServerSeq} included; the remedy is a
 * snapshot.
 */
public class InvalidDeltaException extends SyncException {
    private static final long serialVersionUID = 1L;

    public InvalidDeltaException(String message, Throwable cause) {
        super(message, cause);
    }
}
