package io.zenquery.sync.simulation;

import java.util.EnumMap;
import java.util.Map;

/** What was done. Not thread-safe: each thread has its own, merged at the end. */
final class Tally {
    long seeds;
    long events;
    long virtualMillis;
    long mutations;
    long confirmed;
    long rejected;
    long withdrawn;
    long rebases;
    long rollbacks;
    long deltas;
    long predicted;
    long undos;
    long undosRefused;
    long undosDropped;
    /** Of all seeds together, whatever their order. */
    long traceHash;

    final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

    void fired(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void add(Tally other) {
        seeds += other.seeds;
        events += other.events;
        virtualMillis += other.virtualMillis;
        mutations += other.mutations;
        confirmed += other.confirmed;
        rejected += other.rejected;
        withdrawn += other.withdrawn;
        rebases += other.rebases;
        rollbacks += other.rollbacks;
        deltas += other.deltas;
        predicted += other.predicted;
        undos += other.undos;
        undosRefused += other.undosRefused;
        undosDropped += other.undosDropped;
        traceHash += other.traceHash;
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }
}
