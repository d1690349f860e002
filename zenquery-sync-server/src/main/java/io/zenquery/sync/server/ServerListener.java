package io.zenquery.sync.server;

/**
 * Told what a server does, for figures and reports. Called after the transaction, outside of the channel's lock, on the thread that is in
 * the call to the {@link SyncServer}; several at a time. Should return at once. What it throws is logged and stops nothing.
 */
public interface ServerListener {

    /**
     * A client began, or began anew.
     *
     * @param snapshot whether it was given the documents instead of the deltas that it lacks
     */
    default void onResume(String channel, boolean snapshot) {}

    /** A batch was answered, and what the report says is durable. */
    default void onBatch(String channel, BatchReport report) {}

    /** The server changed documents on its own behalf. */
    default void onChange(String channel) {}
}
