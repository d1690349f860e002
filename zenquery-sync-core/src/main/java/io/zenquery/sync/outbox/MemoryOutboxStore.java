package io.zenquery.sync.outbox;

import java.util.ArrayList;
import java.util.List;

/** Keeps the records as long as the process lives: for tests, and for those who want nothing on disk. */
public final class MemoryOutboxStore implements OutboxStore {
    private List<byte[]> records = List.of();
    private boolean closed;

    @Override
    public List<byte[]> load() {
        requireOpen();
        return copies(records);
    }

    @Override
    public void append(List<byte[]> added) {
        requireOpen();
        Arguments.requireRecords(added);
        List<byte[]> all = new ArrayList<>(records);
        all.addAll(copies(added));
        records = all;
    }

    @Override
    public void replace(List<byte[]> replacement) {
        requireOpen();
        Arguments.requireRecords(replacement);
        records = copies(replacement);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        Arguments.requireOpen(!closed, "in memory");
    }

    /** What is kept and what is handed out are never the same array: the caller may write to its own. */
    private static List<byte[]> copies(List<byte[]> records) {
        return records.stream().map(byte[]::clone).toList();
    }
}
