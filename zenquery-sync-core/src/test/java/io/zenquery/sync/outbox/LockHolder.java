package io.zenquery.sync.outbox;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a store, says how that went, and keeps it until it is killed or its input ends. */
final class LockHolder {

    private LockHolder() {}

    public static void main(String... arguments) throws IOException {
        try (OutboxStore store = SqliteOutboxStore.open(Path.of(arguments[0]), SqliteOutboxStoreTest.CLOCK)) {
            System.out.println("open, records: " + store.load().size());
            while (System.in.read() >= 0) {}
        } catch (OutboxLockedException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
