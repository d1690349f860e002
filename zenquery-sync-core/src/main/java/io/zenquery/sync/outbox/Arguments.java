package io.zenquery.sync.outbox;

import java.util.List;

/** What each store asks of its caller. */
final class Arguments {

    private Arguments() {}

    static void requireRecords(List<byte[]> records) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("expected at least one record, got none");
        }
    }

    static void requireOpen(boolean open, Object store) {
        if (!open) {
            throw new IllegalStateException("the outbox " + store + " is closed");
        }
    }
}
