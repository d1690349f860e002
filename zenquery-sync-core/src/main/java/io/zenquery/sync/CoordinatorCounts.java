package io.zenquery.sync;

/**
 * What a coordinator met and ignored, since it was made.
 *
 * @param duplicateDeltas deltas at or below {@code confirmedServerSeq}
 * @param duplicateVerdicts verdicts on mutations that had one already
 * @param gaps times that deltas were found missing
 */
public record CoordinatorCounts(long duplicateDeltas, long duplicateVerdicts, long gaps) {}
