package io.zenquery.sync.protocol;

/** Bytes that are not a message of this protocol. The message says what was expected and what came. */
public class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
