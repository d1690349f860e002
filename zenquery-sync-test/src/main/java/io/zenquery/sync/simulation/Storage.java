package io.zenquery.sync.simulation;

import java.util.function.BiConsumer;

/** The store that all nodes share: what is committed, and the last backup of it. */
final class Storage {
    private final BiConsumer<LogState, LogState> committed;
    private LogState state;
    private LogState backup;
    private long fencesIssued;

    /** @param committed told of each change, with what was before and what is after */
    Storage(LogState initial, BiConsumer<LogState, LogState> committed) {
        this.state = initial;
        this.backup = initial;
        this.committed = committed;
    }

    LogState state() {
        return state;
    }

    void commit(LogState next) {
        LogState before = state;
        state = next;
        committed.accept(before, next);
    }

    /** A change that no node has made: something is forgotten. */
    void maintain(LogState next) {
        state = next;
    }

    /** The number of a fence: no two are the same, whatever the log is put back to. */
    long nextFence() {
        return ++fencesIssued;
    }

    void takeBackup() {
        backup = state;
    }

    LogState backup() {
        return backup;
    }

    /** Another state, which does not follow on the last. */
    void replace(LogState other) {
        state = other;
        backup = other;
    }
}
