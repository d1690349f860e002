package io.zenquery.sync.session;

import io.zenquery.sync.SyncException;

/** A mutation was taken back: by a strategy, by a change of epochs, or because its outcome can't be learnt. */
public class MutationWithdrawnException extends SyncException {
    private static final long serialVersionUID = 1L;

    private final long clientSeq;

    public MutationWithdrawnException(long clientSeq, String reason) {
        super("mutation " + clientSeq + " was withdrawn: " + reason);
        this.clientSeq = clientSeq;
    }

    /** The number of the mutation. */
    public long clientSeq() {
        return clientSeq;
    }
}
