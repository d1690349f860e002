package io.zenquery.sync.simulation;

/** The process ends here. An error, so that nothing on the way takes it for a failure that it could handle. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String who) {
        super(who, null, false, false);
    }
}
