package io.zenquery.sync.session;

import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxStore;
import java.util.ArrayList;
import java.util.List;

/** A store in memory that can be copied and can fail. */
final class TestStore implements OutboxStore {
    boolean full;
    private final List<byte[]> records = new ArrayList<>();

    /** A process with a session on this store. */
    FakeServer start() {
        return new FakeServer(FakeServer.builder().outbox(this));
    }

    TestStore copy() {
        TestStore copy = new TestStore();
        copy.records.addAll(records);
        return copy;
    }

    /** The process ended while it wrote: the last records are not there. */
    void tear(int count) {
        records.subList(records.size() - count, records.size()).clear();
    }

    int size() {
        return records.size();
    }

    @Override
    public List<byte[]> load() {
        return List.copyOf(records);
    }

    @Override
    public void append(List<byte[]> more) {
        requireRoom();
        records.addAll(more);
    }

    @Override
    public void replace(List<byte[]> all) {
        requireRoom();
        records.clear();
        records.addAll(all);
    }

    private void requireRoom() {
        if (full) {
            throw new OutboxException("the disk is full", null);
        }
    }

    @Override
    public void close() {}
}
