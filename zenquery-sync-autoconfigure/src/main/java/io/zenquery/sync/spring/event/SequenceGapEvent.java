package io.zenquery.sync.spring.event;

/**
 * Deltas are missing. The session asks for them by itself.
 *
 * @param confirmedServerSeq the last number applied
 * @param received the number of the delta that does not follow it
 */
public record SequenceGapEvent(String connection, String channel, long confirmedServerSeq, long received)
        implements SyncEvent {

    /** An event of the default connection. */
    public SequenceGapEvent(String channel, long confirmedServerSeq, long received) {
        this(DEFAULT_CONNECTION, channel, confirmedServerSeq, received);
    }
}
