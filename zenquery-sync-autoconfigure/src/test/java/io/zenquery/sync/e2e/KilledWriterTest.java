package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client's process is killed again and again while it writes, always on the same outbox: what it said it had made is on the server
 * exactly once in the end.
 */
class KilledWriterTest {
    private static final int KILLS = Integer.getInteger("outbox.kills", 20);

    @TempDir
    private Path directory;

    @Test
    void kill_whileWriting_losesAndDoublesNothing() throws Exception {
        Random random = new Random(7);
        List<String> made = new ArrayList<>();
        Path outbox = directory.resolve("outbox");
        try (BoardServer server = new BoardServer()) {
            for (int kill = 0; kill < KILLS; kill++) {
                writeAndKill(server.port(), outbox, "run" + kill, 1 + random.nextInt(60), made);
            }
            try (BoardClient last = new BoardClient(server.port(), "zenquery.sync.outbox.path=" + outbox)) {
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    assertThat(last.sync.pending()).isEmpty();
                    assertThat(last.sync.view("tasks")).isEqualTo(server.tasks());
                });
                assertThat(last.sync.failed()).isEmpty();
            }
            List<String> titles = server.tasks().path("items").values().stream()
                    .map(KilledWriter::title)
                    .toList();
            assertThat(titles).doesNotHaveDuplicates().containsAll(made);
        }
        assertThat(made).hasSizeGreaterThan(KILLS);
    }

    private static void writeAndKill(int port, Path outbox, String prefix, int lines, List<String> made)
            throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        String.valueOf(port),
                        outbox.toString(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
            int seen = 0;
            String line = output.readLine();
            while (line != null) {
                if (KilledWriter.isLine(line)) {
                    made.add(KilledWriter.title(line));
                    seen++;
                }
                if (seen == lines) {
                    writer.toHandle().destroyForcibly(); // Process.destroyForcibly would close the output as well
                }
                line = output.readLine(); // also what it wrote before the end came
            }
            assertThat(seen).as("lines of %s", prefix).isGreaterThanOrEqualTo(lines);
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
