package io.zenquery.sync.outbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxStoreTest extends OutboxStoreContract {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T13:30:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    @Override
    OutboxStore open() {
        return SqliteOutboxStore.open(directory.resolve("outbox"), CLOCK);
    }

    @Override
    boolean isDurable() {
        return true;
    }
}
