package io.zenquery.sync.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were cut, or whose bytes were changed: each opens, either with the records of one moment of their history or, set
 * aside, with none. More cases: {@code -Doutbox.torn=20000}.
 */
class SqliteTornFileTest {
    private static final int CASES = Integer.getInteger("outbox.torn", 250);
    private static final int HEADER_BYTES = 108; // of the database, and of its first page
    private static final int SECTOR = 512;

    /** Copies of the same store at different moments, most of them with a log; the last was closed. */
    private static final List<Path> COPIES = new ArrayList<>();

    private static final List<Script> HISTORY = new ArrayList<>(List.of(Script.START));

    @TempDir
    static Path copies;

    @TempDir
    Path directory;

    private int prefixes;
    private int setAside;

    @BeforeAll
    static void writeHistory() throws IOException {
        Path file = copies.resolve("outbox");
        Script script = Script.START;
        try (OutboxStore store = SqliteOutboxStore.open(file, SqliteOutboxStoreTest.CLOCK)) {
            long size = Files.size(file);
            for (int i = 1; i <= 1_500; i++) {
                script.perform(store);
                script = script.next();
                HISTORY.add(script);
                // The first write after a checkpoint starts the log anew; before it, database and log hold the same
                // pages.
                boolean checkpoint = Files.size(file) != size;
                size = Files.size(file);
                if (checkpoint || i == 1 || i % 300 == 0) {
                    copy(file, copies.resolve("copy-" + i));
                    COPIES.add(copies.resolve("copy-" + i));
                }
            }
        }
        COPIES.add(file);
    }

    @Test
    void open_anyByteOfTheHeaderChanged_givesOneMomentOrSetsAside() throws IOException {
        Random random = new Random(2);
        Path closed = COPIES.get(COPIES.size() - 1);
        for (int position = 0; position < HEADER_BYTES; position++) {
            Path file = directory.resolve("outbox-" + position);
            copy(closed, file);
            byte mask = (byte) (1 << random.nextInt(8));
            change(file, position, new byte[] {(byte) (read(file, position) ^ mask)});
            check(file, "byte " + position + " of the header, bits " + mask);
        }
        report("header");
    }

    @Test
    void open_tornFile_givesOneMomentOrSetsAside() throws IOException {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(31L * seed);
            random.nextInt();
            Path copy = COPIES.get(random.nextInt(COPIES.size()));
            Path file = directory.resolve("outbox-" + seed);
            copy(copy, file);
            Path log = StoreFiles.sibling(file, "-wal");
            Path torn = Files.exists(log) && random.nextInt(3) > 0 ? log : file;
            String what = tear(torn, random);
            check(file, "seed " + seed + ", " + copy.getFileName() + ", " + torn.getFileName() + ": " + what);
        }
        report("torn");
        assertThat(prefixes).isPositive();
        assertThat(setAside).isPositive();
    }

    private static String tear(Path file, Random random) throws IOException {
        int size = (int) Files.size(file);
        int position = random.nextInt(size);
        return switch (random.nextInt(5)) {
            case 0 -> cut(file, position);
            case 1 -> cut(file, position / SECTOR * SECTOR);
            case 2 -> change(file, position, new byte[] {(byte) (read(file, position) ^ (1 << random.nextInt(8)))});
            case 3 -> {
                byte[] noise = new byte[1 + random.nextInt(64)];
                random.nextBytes(noise);
                yield change(file, position, noise);
            }
            default -> change(file, position / SECTOR * SECTOR, new byte[SECTOR]);
        };
    }

    private void check(Path file, String what) {
        try (SqliteOutboxStore store = SqliteOutboxStore.open(file, SqliteOutboxStoreTest.CLOCK)) {
            List<byte[]> found = store.load();
            if (store.setAside().isPresent()) {
                setAside++;
                assertThat(store.setAside().get()).as(what).exists();
                assertThat(found).as(what).isEmpty();
            } else {
                prefixes++;
                // The ids at both ends name the moment; its records are made only once.
                assertThat(HISTORY)
                        .as("%s: %d records", what, found.size())
                        .anyMatch(moment -> moment.to() - moment.from() == found.size()
                                && (found.isEmpty() || Script.id(found.get(0)) == moment.from())
                                && SqliteCrashTest.same(found, moment.records()));
            }
        } catch (OutboxException e) {
            throw new AssertionError(what + " was not opened", e);
        }
    }

    private void report(String kind) {
        System.out.printf("outbox, %s: %d opened at one moment, %d set aside%n", kind, prefixes, setAside);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String suffix : List.of("", "-wal")) {
            if (Files.exists(StoreFiles.sibling(from, suffix))) {
                Files.copy(StoreFiles.sibling(from, suffix), StoreFiles.sibling(to, suffix));
            }
        }
    }

    private static String cut(Path file, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
        return "cut to " + size + " bytes";
    }

    private static String change(Path file, int position, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
        return bytes.length + " bytes changed at " + position;
    }

    private static byte read(Path file, int position) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            return one.get(0);
        }
    }
}
