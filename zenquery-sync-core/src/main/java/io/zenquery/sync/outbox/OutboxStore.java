package io.zenquery.sync.outbox;

import java.util.List;

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
     */
    List<byte[]> load();

    /**
     * Adds records after the present ones.
     *
     * @param records not empty
     * @throws OutboxException if they could not be written; the store is as before
     */
    void append(List<byte[]> records);

    /**
     * Puts records in the place of all present ones.
     *
     * @param records not empty
     * @throws OutboxException if they could not be written; the store is as before
     */
    void replace(List<byte[]> records);

    /** Lets go of the store; another process may open it. Does nothing the second time. */
    @Override
    void close();
}
