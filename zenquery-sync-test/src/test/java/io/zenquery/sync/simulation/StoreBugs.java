package io.zenquery.sync.simulation;

import io.zenquery.sync.outbox.OutboxStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Bugs of an outbox. */
final class StoreBugs {

    private StoreBugs() {}

    static void addTo(Map<String, Seams> bugs) {
        bugs.put("loses what it was given last", store(store -> new Delegate(store) {
            private List<byte[]> late = List.of();

            @Override
            public void append(List<byte[]> records) {
                if (!late.isEmpty()) {
                    super.append(late);
                }
                late = List.copyOf(records);
            }

            @Override
            public void replace(List<byte[]> records) {
                late = List.of();
                super.replace(records);
            }
        }));
        bugs.put("keeps the first of what it is given at once", store(store -> new Delegate(store) {
            @Override
            public void append(List<byte[]> records) {
                super.append(records.subList(0, 1));
            }
        }));
        bugs.put("says that it has written when the disk is full", store(store -> new Delegate(store) {
            @Override
            public void append(List<byte[]> records) {
                if (records.size() % 3 != 0) {
                    super.append(records);
                }
            }
        }));
        bugs.put("takes half a record for a whole one", new Seams() {
            @Override
            public List<byte[]> tornEnd(byte[] bytes) {
                return bytes.length > 8 ? List.of(Arrays.copyOfRange(bytes, 8, bytes.length)) : List.of();
            }
        });
        bugs.put("goes back to what was there before the last write", store(store -> new Delegate(store) {
            @Override
            public List<byte[]> load() {
                List<byte[]> records = new ArrayList<>(super.load());
                if (records.size() > 1) {
                    records.remove(records.size() - 1);
                }
                return records;
            }
        }));
    }

    private interface Bug {
        OutboxStore in(OutboxStore store);
    }

    private static Seams store(Bug bug) {
        return new Seams() {
            @Override
            public OutboxStore store(OutboxStore store) {
                return bug.in(store);
            }
        };
    }

    /** A store that hands everything on to another one. */
    static class Delegate implements OutboxStore {
        private final OutboxStore inner;

        Delegate(OutboxStore inner) {
            this.inner = inner;
        }

        @Override
        public List<byte[]> load() {
            return inner.load();
        }

        @Override
        public void append(List<byte[]> records) {
            inner.append(records);
        }

        @Override
        public void replace(List<byte[]> records) {
            inner.replace(records);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
