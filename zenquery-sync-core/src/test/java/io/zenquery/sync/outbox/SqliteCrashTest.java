package io.zenquery.sync.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed, again and again, on one file. More rounds: {@code -Doutbox.crashes=200}. */
class SqliteCrashTest {
    private static final int CRASHES = Integer.getInteger("outbox.crashes", 20);

    @TempDir
    Path directory;

    @Test
    void kill_whileWriting_leavesAllThatReturnedAndNothingHalf() throws Exception {
        Path file = directory.resolve("outbox");
        Random random = new Random(1);
        Script script = Script.START;
        int inFlightKept = 0;
        for (int i = 0; i < CRASHES; i++) {
            int printed = script.step();
            try (ChildJvm writer =
                    ChildJvm.start(CrashingWriter.class, directory, file, script.step(), script.from(), script.to())) {
                for (int lines = 1 + random.nextInt(400); lines > 0; lines--) {
                    printed = Integer.parseInt(writer.line());
                }
                List<String> rest = writer.kill();
                printed = rest.isEmpty() ? printed : Integer.parseInt(rest.get(rest.size() - 1));
            }
            while (script.step() < printed) {
                script = script.next();
            }
            try (SqliteOutboxStore store = SqliteOutboxStore.open(file, SqliteOutboxStoreTest.CLOCK)) {
                List<byte[]> found = store.load();
                assertThat(store.setAside()).isEmpty();
                // The step in flight may have been written without having been reported.
                if (!same(found, script.records())) {
                    script = script.next();
                    inFlightKept++;
                }
                assertThat(found)
                        .as("after crash %d, step %d", i, printed)
                        .usingElementComparator(Arrays::compare)
                        .containsExactlyElementsOf(script.records());
            }
        }
        System.out.printf(
                "outbox: %d kills, %d steps, %d steps in flight kept%n", CRASHES, script.step(), inFlightKept);
    }

    static boolean same(List<byte[]> some, List<byte[]> others) {
        return Arrays.deepEquals(some.toArray(), others.toArray());
    }
}
