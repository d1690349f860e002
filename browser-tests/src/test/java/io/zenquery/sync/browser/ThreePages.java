package io.zenquery.sync.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The server's page and those of two clients, anna's and ben's, each in a browser of its own. */
final class ThreePages implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path directory;
    final Page server;
    final ClientPage anna;
    final ClientPage ben;

    /** Starts everything; skips the test where there is no Chromium. */
    ThreePages(Path directory) {
        this.directory = directory;
        Chromium.missing().ifPresent(what -> assumeTrue(false, "skipped, " + what));
        try {
            Examples examples = closeLater(new Examples(directory));
            server = new Page(browser("server"), examples.server());
            anna = new ClientPage(browser("anna"), examples.client("anna"));
            ben = new ClientPage(browser("ben"), examples.client("ben"));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Chromium browser(String name) {
        return closeLater(new Chromium(directory.resolve(name)));
    }

    private <T extends AutoCloseable> T closeLater(T resource) {
        open.push(resource);
        return resource;
    }

    void awaitInStep() {
        anna.awaitSettled();
        ben.awaitSettled();
        anna.await("both boards are the same", () -> anna.board().equals(ben.board()));
        server.await(
                "the server has that board", () -> server.texts("#board .text").equals(anna.board()));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("expected everything to close", e);
            }
        }
    }
}
