package io.zenquery.sync;

/** Told of each new version of the view, once, in order. */
@FunctionalInterface
public interface ViewChangeCallback {
    void onViewChange(ViewChange change);
}
