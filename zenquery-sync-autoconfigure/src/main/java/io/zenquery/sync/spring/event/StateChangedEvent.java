package io.zenquery.sync.spring.event;

/**
 * The queue of pending mutations, or the number of the last delta applied, is no longer what it was.
 *
 * @param confirmedServerSeq the number of the last delta applied when this was noted; 0 before the first
 * @param pending how many mutations were pending then
 */
public record StateChangedEvent(String connection, String channel, long confirmedServerSeq, int pending)
        implements SyncEvent {

    /** An event of the default connection. */
    public StateChangedEvent(String channel, long confirmedServerSeq, int pending) {
        this(DEFAULT_CONNECTION, channel, confirmedServerSeq, pending);
    }
}
