package io.zenquery.sync.simulation;

/**
 * A seed that broke a law.
 *
 * @param seed the seed
 * @param law which law
 * @param message what was expected and what came
 * @param schedule the steps that are enough to break it, and what happened in them; for people to read
 */
public record Violation(long seed, String law, String message, String schedule) {}
