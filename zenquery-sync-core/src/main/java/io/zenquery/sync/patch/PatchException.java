package io.zenquery.sync.patch;

/**
 * A pointer or operation that is malformed, or an operation that does not fit the document it was applied to. The
 * message says what was expected and what was found; the document is unchanged.
 */
public class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PatchException(String message) {
        super(message);
    }

    public PatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
