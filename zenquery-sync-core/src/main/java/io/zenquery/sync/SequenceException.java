package io.zenquery.sync;

/** A sequence number that can't be: never generated, registered already, negative. Nothing was changed. */
public class SequenceException extends SyncException {
    private static final long serialVersionUID = 1L;

    public SequenceException(String message) {
        super(message);
    }
}
