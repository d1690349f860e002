package io.zenquery.sync.session;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Who writes: the client's id, and the epoch in which its numbers count at present. */
final class ClientIdentity {
    private final String id;
    private final Supplier<String> names;
    private final Set<String> epochs = new HashSet<>();
    private String epoch;

    /** @param names makes names that nobody else has */
    ClientIdentity(String id, String epoch, Supplier<String> names) {
        this.id = id;
        this.epoch = epoch;
        this.names = names;
        epochs.add(epoch);
    }

    String id() {
        return id;
    }

    String epoch() {
        return epoch;
    }

    /** Whether that is, or was, an epoch of this process. */
    boolean hasHad(String epoch) {
        return epochs.contains(epoch);
    }

    /** A name for an epoch that nobody else has. */
    String newEpoch() {
        return names.get();
    }

    /** Numbers count in another epoch from now on. */
    void begin(String next) {
        epochs.add(next);
        epoch = next;
    }
}
