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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are set aside, whole; files that are sound but not ours to use stay where they are. */
class SqliteDamageTest {
    @TempDir
    Path directory;

    private Path file;
    private Path aside;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("outbox");
        aside = directory.resolve("outbox.damaged-20261124T133000Z");
    }

    @Test
    void open_fileOfSomethingElse_setsItAsideAndStartsEmpty() throws Exception {
        Files.writeString(file, "not a database, but a text that is long enough to be one: ".repeat(100));

        expectSetAside(aside);
        assertThat(aside).content().startsWith("not a database");
    }

    @Test
    void open_damagedTwiceInOneSecond_keepsBoth() throws Exception {
        Files.writeString(file, "first ".repeat(200));
        expectSetAside(aside);
        Files.writeString(file, "second ".repeat(200));
        expectSetAside(directory.resolve(aside.getFileName() + "-2"));

        assertThat(aside).content().startsWith("first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE outbox_record SET body = x'00' WHERE number = 3",
                "UPDATE outbox_record SET checksum = checksum + 1 WHERE number = 1",
                "UPDATE outbox_record SET checksum = checksum + (1 << 32) WHERE number = 1",
                "UPDATE outbox_record SET number = 9 WHERE number = 5",
                "UPDATE outbox_record SET run_start = 2 WHERE number = 2",
                "UPDATE outbox_record SET group_end = 4 WHERE number = 3",
                "DELETE FROM outbox_record WHERE number = 1",
                "DELETE FROM outbox_record WHERE number = 3",
                "DELETE FROM outbox_record WHERE number = 5",
                "DROP TABLE outbox_record",
                "ALTER TABLE outbox_record RENAME COLUMN body TO content",
                "CREATE TABLE other (number INTEGER)",
                "PRAGMA user_version = 0",
                "PRAGMA user_version = 2",
                "PRAGMA application_id = 0"
            })
    void open_afterTampering_setsItAside(String statement) throws Exception {
        write("a", "b");
        write("c", "d", "e");
        execute(statement);

        expectSetAside(aside);
    }

    @Test
    void open_endingInsideAGroup_setsItAside() throws Exception {
        write("a", "b");
        write("c", "d", "e");
        // Each record that is left is sound, and the numbers are without a gap.
        execute("DELETE FROM outbox_record WHERE number > 3");

        expectSetAside(aside);
    }

    @Test
    void open_logWithoutItsDatabase_setsItAside() throws Exception {
        Files.writeString(directory.resolve("outbox-wal"), "what was left");

        expectSetAside(aside);
        assertThat(directory.resolve(aside.getFileName() + "-wal")).hasContent("what was left");
    }

    @Test
    void open_damagedWithItsLog_movesBoth() throws Exception {
        Files.writeString(file, "not a database ".repeat(100));
        Files.writeString(directory.resolve("outbox-wal"), "a log");
        Files.writeString(directory.resolve("outbox-shm"), "shared memory");

        expectSetAside(aside);
        assertThat(directory.resolve(aside.getFileName() + "-wal")).hasContent("a log");
        assertThat(directory.resolve(aside.getFileName() + "-shm")).hasContent("shared memory");
    }

    @Test
    void open_linkToADamagedFile_setsTheFileAsideWhereItIs() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Files.writeString(file, "not a database ".repeat(100));

        try (SqliteOutboxStore store = SqliteOutboxStore.open(link, CLOCK)) {
            assertThat(store.setAside()).contains(aside.toRealPath());
            assertThat(link).isSymbolicLink();
        }
    }

    @Test
    void load_damagedWhileOpen_givesNothingAndSaysWhatToDo() throws Exception {
        try (Connection connection = SqliteDatabase.open(Files.createFile(file));
                Statement statement = connection.createStatement()) {
            SqliteRecords records = new SqliteRecords(connection);
            records.append(records("a", "b"));
            statement.execute("UPDATE outbox_record SET body = x'00' WHERE number = 2");

            assertThatThrownBy(() -> records.read(record -> {}))
                    .isInstanceOf(DamagedStoreException.class)
                    .hasMessageContaining("record 2");
        }
    }

    @Test
    void open_laterFormat_isRefusedAndUntouched() throws Exception {
        write("a");
        execute("PRAGMA user_version = 7", "PRAGMA application_id = " + (0x5A514F00 | 7));

        expectRefusal("later version", "format 7", "up to 1");
    }

    @Test
    void open_databaseOfAnotherApplication_isRefusedAndUntouched() throws Exception {
        execute("CREATE TABLE customer (name TEXT)", "INSERT INTO customer VALUES ('x')");

        expectRefusal("some other application", "a file of its own");
    }

    private void expectRefusal(String... words) throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
        assertThat(file).hasBinaryContent(before);
        assertThat(directory.resolve("outbox-wal")).doesNotExist();
        assertThat(aside).doesNotExist();
    }

    private void expectSetAside(Path expected) {
        byte[] damaged = content(file);
        try (SqliteOutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            assertThat(store.setAside()).contains(expected);
            assertThat(expected).hasBinaryContent(damaged);
            assertThat(store.load()).isEmpty();
            store.append(records("new"));
        }
        try (SqliteOutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            assertThat(store.setAside()).isEmpty();
            assertThat(texts(store.load())).containsExactly("new");
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void write(String... texts) {
        try (SqliteOutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            store.append(records(texts));
        }
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
