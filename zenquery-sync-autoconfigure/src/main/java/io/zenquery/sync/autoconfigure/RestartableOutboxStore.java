package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * An outbox that lets go of its file, and of the lock on it, while the application is stopped: another application context of the same
 * process may then have it. Stops after the session, and starts before it. Thread-safe.
 */
class RestartableOutboxStore implements OutboxStore, SmartLifecycle {
    private final Path file;
    private final Supplier<? extends OutboxStore> opener;
    private @Nullable OutboxStore open;
    private int left;

    /**
     * Opens the outbox.
     *
     * @param file where it is
     * @param opener opens it, each time anew
     * @throws OutboxException if it can't be opened
     */
    RestartableOutboxStore(Path file, Supplier<? extends OutboxStore> opener) {
        this.file = file;
        this.opener = opener;
        this.open = opener.get();
    }

    /** Lets go of the file. Does nothing if that was done before. */
    @Override
    public synchronized void stop() {
        if (open != null) {
            left = fingerprint(open);
            open.close();
            open = null;
        }
    }

    /**
     * Takes the file again. Does nothing if it was not let go of.
     *
     * @throws OutboxException if somebody else has it, or has written to it meanwhile: what is in memory here does not follow on that
     */
    @Override
    public synchronized void start() {
        if (open != null) {
            return;
        }
        OutboxStore again = opener.get();
        if (fingerprint(again) != left) {
            again.close();
            throw new OutboxException(
                    "somebody else has written to the outbox while this application was stopped. Expected it as it was left;"
                            + " start the application anew, so that it begins with what is there now",
                    null);
        }
        open = again;
    }

    @Override
    public synchronized boolean isRunning() {
        return open != null;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    /** Its file. */
    Path file() {
        return file;
    }

    private static int fingerprint(OutboxStore store) {
        return store.load().stream().mapToInt(Arrays::hashCode).reduce(1, (all, each) -> 31 * all + each);
    }

    private OutboxStore opened() {
        if (open == null) {
            throw new OutboxException("the outbox is not open: the application is stopped", null);
        }
        return open;
    }

    @Override
    public synchronized List<byte[]> load() {
        return opened().load();
    }

    @Override
    public synchronized void append(List<byte[]> records) {
        opened().append(records);
    }

    @Override
    public synchronized void replace(List<byte[]> records) {
        opened().replace(records);
    }

    @Override
    public synchronized Optional<Path> setAside() {
        return open == null ? Optional.empty() : open.setAside();
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
