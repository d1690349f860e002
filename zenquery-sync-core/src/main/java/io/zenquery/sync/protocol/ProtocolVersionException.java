package io.zenquery.sync.protocol;

/** The peer speaks another version of the protocol. */
public final class ProtocolVersionException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    ProtocolVersionException(String message) {
        super(message);
    }
}
