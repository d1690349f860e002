package io.zenquery.sync.overlay;

/** Decides collisions. A pure function: it may be asked twice about one collision. */
@FunctionalInterface
public interface CollisionPolicy {

    /** What becomes of the pending edit. Not asked about {@link Collision.Kind#DEPENDENCY}. */
    Decision decide(Collision collision);
}
