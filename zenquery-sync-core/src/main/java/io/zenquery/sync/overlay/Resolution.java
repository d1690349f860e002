package io.zenquery.sync.overlay;

/**
 * A collision and how it ended.
 *
 *
 */
public record Resolution(Collision collision, Decision decision) {}
