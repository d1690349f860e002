package io.zenquery.sync;

/** Told that {@link OptimisticSyncCoordinator#getPendingPatches} or the confirmed sequence is no longer what it was. */
@FunctionalInterface
public interface StateChangeCallback {
    void onStateChange();
}
