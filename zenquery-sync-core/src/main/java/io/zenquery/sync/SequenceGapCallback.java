package io.zenquery.sync;

/** Told, once per gap, that deltas are missing. */
@FunctionalInterface
public interface SequenceGapCallback {

    /**
     * @param confirmedServerSeq the last number applied
     * @param received the number of the delta that does not follow it
     */
    void onGap(long confirmedServerSeq, long received);
}
