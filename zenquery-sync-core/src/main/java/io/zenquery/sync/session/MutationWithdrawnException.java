package io.zenquery.sync.session;

import io.zenquery.sync.SyncException;

/** A mutation was taken back: by a strategy, by a change of epochs, or because its outcome can't be learnt. */
public class MutationWithdrawnException extends SyncException {
    private static final long serialVersionUID = 1L;

    private final long clientSeq;
    private final String code;

    public MutationWithdrawnException(long clientSeq, String code, String reason) {
        super("mutation " + clientSeq + " was withdrawn (" + code + "): " + reason);
        this.clientSeq = clientSeq;
        this.code = code;
    }

    /** Why, for programs; see {@link FailedMutation#code}. */
    public String code() {
        return code;
    }

    /** The number of the mutation. */
    public long clientSeq() {
        return clientSeq;
    }
}
