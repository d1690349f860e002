package io.zenquery.sync.benchmarks.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the server keeps its log.
 *
 * @param name for the report
 * @param options of the server's application
 * @param end stops what was begun for it
 */
record Store(String name, List<String> options, Closeable end) implements Closeable {

    static Store memory() {
        return new Store("memory", List.of("--zenquery.sync.server.jdbc.enabled=false"), () -> {});
    }

    /** A file on the disk of the working directory, synced at each commit. */
    static Store h2() throws IOException {
        Path folder =
                Files.createTempDirectory(Path.of("").toAbsolutePath().resolve("end-to-end-benchmarks/target"), "h2");
        return new Store(
                "H2 file",
                List.of(
                        "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("log"),
                        "--zenquery.sync.server.jdbc.initialize-schema=always"),
                () -> {});
    }

    /** A PostgreSQL server with its default settings, on the disk of the working directory. */
    static Store postgres() throws IOException {
        Path folder = Files.createTempDirectory(
                Path.of("").toAbsolutePath().resolve("end-to-end-benchmarks/target"), "postgres");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        return new Store(
                "PostgreSQL",
                List.of(
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--zenquery.sync.server.jdbc.initialize-schema=always"),
                postgres);
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
