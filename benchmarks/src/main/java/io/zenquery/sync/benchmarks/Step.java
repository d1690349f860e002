package io.zenquery.sync.benchmarks;

/**
 * One step of a scenario.
 *
 * @param text what comes in
 * @param item where the view is read afterwards
 * @param member what is read there
 */
record Step(String text, int item, String member) {}
