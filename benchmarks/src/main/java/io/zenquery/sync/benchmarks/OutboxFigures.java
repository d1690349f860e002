package io.zenquery.sync.benchmarks;

import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.outbox.SqliteOutboxStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a durable outbox costs for each call, on the disk where this runs: {@code ./benchmark --outbox}. */
public final class OutboxFigures {
    private static final int RECORD_BYTES = 400;
    private static final int WARM_UP = 500;
    private static final int CALLS = 3_000;
    private static final int KEPT = 50;

    private OutboxFigures() {}

    /** Prints median and 99th percentile. */
    public static void main(String... arguments) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "outbox-figures");
        Path file = directory.resolve("outbox");
        try (OutboxStore store = SqliteOutboxStore.open(file, Clock.systemUTC())) {
            System.out.printf("records of %d bytes, each call synced to disk%n", RECORD_BYTES);
            measure("append 1", () -> store.append(records(1)));
            measure("append 100 in a group", () -> store.append(records(100)));
            measure("replace all with " + KEPT, () -> store.replace(records(KEPT)));
            store.replace(records(20_000));
            long start = System.nanoTime();
            int loaded = store.load().size();
            System.out.printf("%-24s %,9.0f µs%n", "load " + loaded, micros(System.nanoTime() - start));
        } finally {
            delete(directory);
        }
    }

    private static void measure(String name, Runnable call) {
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            call.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%-24s p50 %,9.0f µs   p99 %,9.0f µs%n",
                name, micros(nanos[CALLS / 2]), micros(nanos[CALLS / 100 * 99]));
    }

    private static List<byte[]> records(int count) {
        return Collections.nCopies(count, new byte[RECORD_BYTES]);
    }

    private static double micros(long nanos) {
        return nanos / 1_000.0;
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(directory);
    }
}
