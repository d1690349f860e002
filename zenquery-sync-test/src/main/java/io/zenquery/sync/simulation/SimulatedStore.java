package io.zenquery.sync.simulation;

import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxStore;
import java.util.ArrayList;
import java.util.List;

/** The outbox of a client, which its processes hand on to one another. A write can fail; what was written stays. */
final class SimulatedStore implements OutboxStore {
    private final Client client;
    private final List<byte[]> records = new ArrayList<>();

    SimulatedStore(Client client) {
        this.client = client;
    }

    @Override
    public List<byte[]> load() {
        return List.copyOf(records);
    }

    @Override
    public void append(List<byte[]> more) {
        failIfPlanned();
        records.addAll(more);
    }

    @Override
    public void replace(List<byte[]> all) {
        failIfPlanned();
        records.clear();
        records.addAll(all);
    }

    private void failIfPlanned() {
        if (client.isStoreFull()) {
            throw new OutboxException("the disk of the client is full, as planned", null);
        }
    }

    @Override
    public void close() {}
}
