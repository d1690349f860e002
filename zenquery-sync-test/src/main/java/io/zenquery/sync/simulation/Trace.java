package io.zenquery.sync.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What happened, as a hash; and, where it is to be read, in lines. */
final class Trace {
    private static final long PRIME = 0x100000001b3L;

    private final boolean verbose;
    private final List<String> lines = new ArrayList<>();
    private long hash = 0xcbf29ce484222325L;

    Trace(boolean verbose) {
        this.verbose = verbose;
    }

    /** Notes an event without content. */
    void note(long now, String what) {
        mix(now, what);
        if (verbose) {
            lines.add(now + " ms  " + what);
        }
    }

    /** Notes a message. */
    void note(long now, String what, byte[] body) {
        mix(now, what);
        for (byte each : body) {
            hash = (hash ^ each) * PRIME;
        }
        if (verbose) {
            lines.add(now + " ms  " + what + " " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private void mix(long now, String what) {
        hash = (hash ^ now) * PRIME;
        for (int i = 0; i < what.length(); i++) {
            hash = (hash ^ what.charAt(i)) * PRIME;
        }
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return lines;
    }
}
