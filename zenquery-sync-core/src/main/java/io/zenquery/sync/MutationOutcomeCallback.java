package io.zenquery.sync;

/** Told, once for each registered mutation, how it ended. */
@FunctionalInterface
public interface MutationOutcomeCallback {
    void onOutcome(MutationOutcome outcome);
}
