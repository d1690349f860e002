package io.zenquery.sync.simulation;

/** Where a node can end. */
enum CrashPoint {
    IN_TRANSACTION(Fault.SERVER_CRASH_IN_TRANSACTION),
    BEFORE_COMMIT(Fault.SERVER_CRASH_BEFORE_COMMIT),
    BEFORE_PUBLISH(Fault.SERVER_CRASH_BEFORE_PUBLISH),
    BEFORE_ACK(Fault.SERVER_CRASH_BEFORE_ACK);

    final Fault fault;

    CrashPoint(Fault fault) {
        this.fault = fault;
    }
}
