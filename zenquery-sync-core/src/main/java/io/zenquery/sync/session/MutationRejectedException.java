package io.zenquery.sync.session;

import io.zenquery.sync.SyncException;
import io.zenquery.sync.protocol.ServerMessage;

/** The server rejected a mutation; the view is as if it had never been made. */
public class MutationRejectedException extends SyncException {
    private static final long serialVersionUID = 1L;

    private final long clientSeq;
    private final String code;
    private final ServerMessage.Reason reason;

    public MutationRejectedException(long clientSeq, String code, ServerMessage.Reason reason, String message) {
        super("mutation " + clientSeq + " was rejected (" + code + "): " + message);
        this.clientSeq = clientSeq;
        this.code = code;
        this.reason = reason;
    }

    /** The number of the mutation. */
    public long clientSeq() {
        return clientSeq;
    }

    /** The server's stable code, such as {@code title-empty}. */
    public String code() {
        return code;
    }

    /** What kind of rejection. */
    public ServerMessage.Reason reason() {
        return reason;
    }
}
