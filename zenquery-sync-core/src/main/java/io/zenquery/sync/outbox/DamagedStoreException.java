package io.zenquery.sync.outbox;

import org.jspecify.annotations.Nullable;

/** What is in the file can't be trusted. Checked, because each place that meets it has to decide what becomes of the file. */
final class DamagedStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedStoreException(String message) {
        this(message, null);
    }

    DamagedStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
