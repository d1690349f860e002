package io.zenquery.sync.outbox;

import static io.zenquery.sync.outbox.OutboxStoreContract.records;
import static io.zenquery.sync.outbox.OutboxStoreContract.texts;
import static io.zenquery.sync.outbox.SqliteOutboxStoreTest.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process per store. */
class SqliteLockTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("outbox");
    }

    @Test
    void open_heldByAnotherProcess_isRefusedWithItsNameUntilItIsKilled() throws Exception {
        try (ChildJvm holder = ChildJvm.start(LockHolder.class, directory, file)) {
            assertThat(holder.line()).startsWith("open");

            assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK))
                    .isInstanceOf(OutboxLockedException.class)
                    .hasMessageContainingAll(
                            file.toString(),
                            "process " + holder.pid() + " on host ",
                            "since 2026-11-24T13:30:00Z",
                            "stop that process");
            holder.kill();
        }
        try (OutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            assertThat(store.load()).isEmpty();
        }
    }

    @Test
    void open_againInTheSameProcess_isRefusedAndTheLockStaysHeld() throws Exception {
        try (OutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            store.append(records("a"));
            assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK))
                    .isInstanceOf(OutboxLockedException.class)
                    .hasMessageContainingAll(
                            "in this process",
                            "process " + ProcessHandle.current().pid(),
                            "close it there first");

            // Had the refused one touched the lock file, POSIX would have dropped the lock with it.
            try (ChildJvm other = ChildJvm.start(LockHolder.class, directory, file)) {
                assertThat(other.line())
                        .startsWith("refused")
                        .contains("process " + ProcessHandle.current().pid());
            }
            assertThat(texts(store.load())).containsExactly("a");
        }
        try (ChildJvm other = ChildJvm.start(LockHolder.class, directory, file)) {
            assertThat(other.line()).isEqualTo("open, records: 1");
        }
    }

    @Test
    void open_byLinkOrOtherSpelling_meetsTheSameLock() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Path indirect = directory.resolve("x").resolve("..").resolve("outbox");
        Files.createDirectory(directory.resolve("x"));
        try (OutboxStore store = SqliteOutboxStore.open(link, CLOCK)) {
            store.append(records("a"));
            assertThat(file).exists();
            assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK)).isInstanceOf(OutboxLockedException.class);
            assertThatThrownBy(() -> SqliteOutboxStore.open(indirect, CLOCK)).isInstanceOf(OutboxLockedException.class);
        }
        try (OutboxStore store = SqliteOutboxStore.open(indirect, CLOCK)) {
            assertThat(texts(store.load())).containsExactly("a");
        }
    }

    @Test
    void open_otherFileOfTheSameProcess_isNotRefused() {
        try (OutboxStore one = SqliteOutboxStore.open(file, CLOCK);
                OutboxStore other = SqliteOutboxStore.open(directory.resolve("other"), CLOCK)) {
            one.append(records("a"));
            assertThat(other.load()).isEmpty();
        }
    }

    @Test
    void open_afterAnOpeningThatFailed_isNotRefused() throws Exception {
        SqliteOutboxStore.open(file, CLOCK).close();
        execute("PRAGMA application_id = 1", "DROP TABLE outbox_record");
        assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK)).hasMessageContaining("other application");
        Files.delete(file);

        SqliteOutboxStore.open(file, CLOCK).close();
    }

    @Test
    void open_heldByAToolWithoutTheLockFile_isRefused() throws Exception {
        SqliteOutboxStore.open(file, CLOCK).close();
        try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = tool.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK))
                    .isInstanceOf(OutboxLockedException.class)
                    .hasMessageContaining("does not hold its lock file");
        }
        SqliteOutboxStore.open(file, CLOCK).close();
    }

    @Test
    void close_lockFile_staysAndNamesNobody() {
        SqliteOutboxStore store = SqliteOutboxStore.open(file, CLOCK);
        assertThat(directory.resolve("outbox.lock")).content().contains("process ");
        store.close();

        assertThat(directory.resolve("outbox.lock")).isEmptyFile();
    }

    private void execute(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
