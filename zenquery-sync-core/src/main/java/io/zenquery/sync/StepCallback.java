package io.zenquery.sync;

import org.jspecify.annotations.Nullable;

/** Told around the other callbacks of each step: before the first of them, and after the last. */
public interface StepCallback {

    /**
     * What is told from now on is of one step.
     *
     * @param delta the delta whose step it is, with the own mutation whose effect it is, if it is one's; null for a step that was brought
     *     about otherwise: by a mutation, a verdict, a snapshot, or what was kept of an earlier process
     */
    void onBegin(@Nullable ServerDeltaMessage delta);

    /** All of the step has been told. */
    void onEnd();
}
