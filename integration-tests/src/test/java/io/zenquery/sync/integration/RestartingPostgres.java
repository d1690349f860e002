package io.zenquery.sync.integration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL server that can be stopped and started again with what is on its disk. */
final class RestartingPostgres implements AutoCloseable {
    private final Path data;
    private final int port = NodeProcess.freePort();
    private EmbeddedPostgres postgres;

    RestartingPostgres(Path data) throws IOException {
        this.data = data;
        this.postgres = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    void restart() throws IOException {
        postgres.close();
        postgres = start();
    }

    EmbeddedPostgres server() {
        return postgres;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
