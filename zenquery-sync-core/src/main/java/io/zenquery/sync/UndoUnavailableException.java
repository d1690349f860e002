package io.zenquery.sync;

/** A mutation that can't be taken back. Nothing was changed. */
public class UndoUnavailableException extends SyncException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Why. */
    public enum Code {
        /** It was rejected or withdrawn: it is not in the view. */
        NOT_ACCEPTED,
        /**
         * Nothing of what it did is left to take back: it did nothing, it is taken back already, or all that it did has been overwritten,
         * removed or built on since.
         */
        NOTHING_LEFT,
        /**
         * So much has happened since that it is not known any more what it did, or such mutations are not kept at all, or it was confirmed
         * by a log of the server that is no more.
         */
        TOO_LONG_AGO,
        /** It was made by an earlier process, or never. */
        UNKNOWN
    }

    public UndoUnavailableException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Why, for programs. */
    public Code code() {
        return code;
    }
}
