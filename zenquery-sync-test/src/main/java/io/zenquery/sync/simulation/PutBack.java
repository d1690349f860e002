package io.zenquery.sync.simulation;

import io.zenquery.sync.server.ClientKey;
import java.util.HashSet;
import java.util.Set;

/**
 * The log was put back and goes by the same epoch. A client notices that as long as the log is behind what it has; so nothing is written
 * until every client has come back, is no further than the log was then, and has had the time to store that. Where a log grows
 * before that, nobody can tell the two apart: a log that is restored must be given another epoch.
 */
final class PutBack {
    private static final long TIME_TO_STORE = 1_500;

    private final World world;
    private final long head;
    private final Set<ClientKey> resumed = new HashSet<>();
    private long since;

    PutBack(World world, long head) {
        this.world = world;
        this.head = head;
        this.since = world.timeline.now();
    }

    void resumed(ClientKey client) {
        resumed.add(client);
    }

    /** To be asked after every event. */
    boolean isOver() {
        if (!world.clients.stream().allMatch(this::hasComeBack)) {
            since = world.timeline.now();
        }
        return world.timeline.now() - since > TIME_TO_STORE;
    }

    private boolean hasComeBack(Client client) {
        Replica replica = client.replica();
        return replica != null
                && client.writes()
                && resumed.contains(replica.key())
                && replica.coordinator.confirmedServerSeq() <= head;
    }
}
