package io.zenquery.sync.outbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the records of one session, so that it can go on after the process has ended in any way. A record is opaque here: bytes, in
 * an order.
 *
 * <p>Each method is all or nothing: if the process ends in the middle of a call, the next {@link #load} gives the records as they were
 * before the call, or as they are after it. What a returned call has written is on disk, where there is one.
 *
 * <p>Threads: one call at a time; the session sees to that.
 */
public interface OutboxStore extends AutoCloseable {

    /**
     * All records, in order; none from a new store.
     *
     * @throws OutboxException if the store can't be read
     * @throws IllegalStateException after {@link #close}
     */
    List<byte[]> load();

    /**
     * Adds records after the present ones.
     *
     * @param records not empty
     * @throws OutboxException if they could not be written; the store is as before
     * @throws IllegalArgumentException if there are none
     * @throws IllegalStateException after {@link #close}
     */
    void append(List<byte[]> records);

    /**
     * Puts records in the place of all present ones.
     *
     * @param records not empty
     * @throws OutboxException if they could not be written; the store is as before
     * @throws IllegalArgumentException if there are none
     * @throws IllegalStateException after {@link #close}
     */
    void replace(List<byte[]> records);

    /**
     * Where the records of earlier runs are now, if this store was found damaged when it was opened, and had to start empty.
     * Whoever opened it tells the user.
     */
    default Optional<Path> setAside() {
        return Optional.empty();
    }

    /** Lets go of the store; another process may open it. Does nothing the second time. */
    @Override
    void close();
}
