/**
 * A deterministic simulator: real coordinators, sessions and servers on virtual time, with a network, a log and processes that fail as
 * the seed says. After each event the laws of the library are checked; then the faults stop, and within bounded virtual time every
 * queue must be empty and every view equal to the log. One seed is one history, always.
 *
 * <p>{@link io.zenquery.sync.simulation.Simulation} runs seeds, over the default {@link io.zenquery.sync.simulation.Workload} or over
 * an application's own documents and handlers; a {@link io.zenquery.sync.simulation.SimulationReport} says what was done, which faults
 * took effect, and each {@link io.zenquery.sync.simulation.Violation} with a shrunk schedule.
 */
@NullMarked
package io.zenquery.sync.simulation;

import org.jspecify.annotations.NullMarked;
