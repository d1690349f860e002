package io.zenquery.sync.outbox;

import static io.zenquery.sync.outbox.OutboxStoreContract.records;
import static io.zenquery.sync.outbox.OutboxStoreContract.texts;
import static io.zenquery.sync.outbox.SqliteOutboxStoreTest.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the files are, who may read them, how large they get, and what is said when they can't be. */
class SqliteFilesTest {
    @TempDir
    Path directory;

    @Test
    void open_missingDirectories_createsThem() {
        Path file = directory.resolve("a/b/outbox");
        SqliteOutboxStore.open(file, CLOCK).close();

        assertThat(file).isRegularFile();
    }

    @Test
    void open_whereFilesHaveOwners_letsOnlyTheOwnerRead() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (OutboxStore store = SqliteOutboxStore.open(directory.resolve("a/outbox"), CLOCK)) {
            store.append(records("private"));

            assertThat(permissions("a")).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory.resolve("a"))) {
                List<String> names = files.map(each -> each.getFileName().toString())
                        .sorted()
                        .toList();
                assertThat(names).containsExactly("outbox", "outbox-wal", "outbox.lock");
                for (String name : names) {
                    assertThat(permissions("a/" + name)).as(name).isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    void open_directory_isRefused() {
        assertThatThrownBy(() -> SqliteOutboxStore.open(directory, CLOCK))
                .isInstanceOf(OutboxException.class)
                .hasMessageContainingAll("expected the path of a file", directory.toString());
    }

    @Test
    void open_belowAFile_isRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> SqliteOutboxStore.open(file.resolve("outbox"), CLOCK))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("can't be created or reached");
    }

    @Test
    void open_whereNothingCanBeCreated_isRefused() {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isDirectory(proc));

        assertThatThrownBy(() -> SqliteOutboxStore.open(proc.resolve("outbox"), CLOCK))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("can't be created or reached");
    }

    @Test
    void open_fileThatIsReadOnly_isRefusedAndUntouched() throws Exception {
        Path file = directory.resolve("outbox");
        SqliteOutboxStore.open(file, CLOCK).close();
        assertThat(file.toFile().setWritable(false)).isTrue();
        assumeFalse(Files.isWritable(file), "root may write everything");

        assertThatThrownBy(() -> SqliteOutboxStore.open(file, CLOCK))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("must be readable and writable");
    }

    @Test
    void open_questionMarkInThePath_isRefused() {
        assertThatThrownBy(() -> SqliteOutboxStore.open(directory.resolve("what?"), CLOCK))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("question mark");
    }

    @Test
    void open_pathWithSpacesPercentAndOtherLetters_works() {
        Path file = directory.resolve("a b%20#é").resolve("öut box;x=1");
        try (OutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            store.append(records("a"));
        }
        try (OutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            assertThat(texts(store.load())).containsExactly("a");
        }
        assertThat(file).isRegularFile();
    }

    @Test
    void open_newFile_syncsEachCommitToAWriteAheadLog() throws Exception {
        try (Connection connection = SqliteDatabase.open(Files.createFile(directory.resolve("outbox")))) {
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "synchronous")).isEqualTo("2");
            assertThat(pragma(connection, "locking_mode")).isEqualTo("exclusive");
        }
    }

    @Test
    void append_manyAndLargeRecords_doesNotLetTheLogGrow() throws Exception {
        Path file = directory.resolve("outbox");
        Path log = directory.resolve("outbox-wal");
        try (OutboxStore store = SqliteOutboxStore.open(file, CLOCK)) {
            List<byte[]> large = List.of(new byte[20 << 20]);
            store.append(large);
            for (int i = 0; i < 3_000; i++) {
                store.replace(records("small " + i));
            }
            assertThat(Files.size(log)).isLessThan(5 << 20);
            assertThat(texts(store.load())).containsExactly("small 2999");
        }
        assertThat(log).doesNotExist();
    }

    @Test
    void append_diskFull_isRefusedAndChangesNothing() throws Exception {
        try (Connection connection = SqliteDatabase.open(Files.createFile(directory.resolve("outbox")));
                Statement statement = connection.createStatement()) {
            SqliteRecords records = new SqliteRecords(connection);
            records.append(records("a"));
            statement.execute("PRAGMA max_page_count = 20");
            List<byte[]> tooMuch = List.of(new byte[10_000], new byte[1 << 20]);

            assertThatThrownBy(() -> records.append(tooMuch))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("full");
            assertThatThrownBy(() -> records.replace(tooMuch)).isInstanceOf(SQLException.class);
            records.append(records("b"));
            List<byte[]> found = new ArrayList<>();
            records.read(found::add);
            assertThat(texts(found)).containsExactly("a", "b");
        }
    }

    @Test
    void open_withoutTheDriver_saysWhatToAdd() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("sqlite-jdbc")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(SqliteOutboxStore.class.getName());
            assertThatThrownBy(() -> type.getMethod("open", Path.class, Clock.class)
                            .invoke(null, directory.resolve("outbox"), CLOCK))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("org.xerial:sqlite-jdbc");
        }
        assertThat(directory).isEmptyDirectory();
    }

    private String permissions(String name) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
