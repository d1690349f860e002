package io.zenquery.sync;

/** A draft that was made on a version of the view from which it can't be carried to the present one. Draft it anew. */
public class StaleViewException extends SyncException {
    private static final long serialVersionUID = 1L;

    public StaleViewException(String message) {
        super(message);
    }
}
