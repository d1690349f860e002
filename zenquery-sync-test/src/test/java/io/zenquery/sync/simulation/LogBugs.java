package io.zenquery.sync.simulation;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Delta;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.server.LogEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a log, or a server over it, could do wrong. */
final class LogBugs {

    private LogBugs() {}

    static void addTo(Map<String, Seams> bugs) {
        bugs.put("skips the verdict memory", log(ForgetsDecisions::new));
        bugs.put("acknowledges before it commits", log(AcknowledgesFirst::new));
        bugs.put("stores deltas and forgets the decision", log(log -> new DelegatingLog(log) {
            @Override
            public void append(
                    LogEntry entry,
                    Map<AtomKey, JsonNode> documents,
                    @Nullable ClientKey client,
                    @Nullable Decision decision) {
                super.append(entry, documents, null, null);
            }
        }));
        bugs.put("counts the decided numbers one short", log(log -> new DelegatingLog(log) {
            @Override
            public long lastDecided(ClientKey client) {
                return Math.max(0, super.lastDecided(client) - 1);
            }
        }));
        bugs.put("tells of no verdicts at resume", log(log -> new DelegatingLog(log) {
            @Override
            public List<Decision> decisions(ClientKey client, long from) {
                return List.of();
            }
        }));
        bugs.put("tells another verdict the second time", log(log -> new DelegatingLog(log) {
            @Override
            public List<Decision> decisions(ClientKey client, long from) {
                return super.decisions(client, from).stream()
                        .map(LogBugs::accepted)
                        .toList();
            }
        }));
        bugs.put("writes a delta twice", log(WritesTwice::new));
        bugs.put("drops the before-image of a delta", log(log -> new DelegatingLog(log) {
            @Override
            public void append(
                    LogEntry entry,
                    Map<AtomKey, JsonNode> documents,
                    @Nullable ClientKey client,
                    @Nullable Decision decision) {
                super.append(new LogEntry(entry.delta(), Map.of()), documents, client, decision);
            }
        }));
        bugs.put("stores the documents as they were before", log(log -> new DelegatingLog(log) {
            @Override
            public void append(
                    LogEntry entry,
                    Map<AtomKey, JsonNode> documents,
                    @Nullable ClientKey client,
                    @Nullable Decision decision) {
                super.append(entry, documents(), client, decision);
            }
        }));
        bugs.put("reads on one entry too late", log(log -> new DelegatingLog(log) {
            @Override
            public List<LogEntry> read(long first, long last) {
                return super.read(first + 1, last);
            }
        }));
        bugs.put("takes one client for another", log(TakesTheLastClient::new));
        bugs.put("reuses numbers after a restore", new Seams() {
            @Override
            public String restoredEpoch(String before, String fresh) {
                return before;
            }
        });
    }

    private static Seams log(UnaryOperator<DeltaLog> bug) {
        return new Seams() {
            @Override
            public DeltaLog log(DeltaLog log, long seed) {
                return bug.apply(log);
            }
        };
    }

    private static Decision accepted(Decision decision) {
        return decision.verdict() instanceof Rejection rejection
                ? new Decision(decision.hash(), new Ack(rejection.clientSeq(), rejection.decidedAt(), null))
                : decision;
    }

    private static final class ForgetsDecisions extends DelegatingLog {
        ForgetsDecisions(DeltaLog inner) {
            super(inner);
        }

        @Override
        public @Nullable Decision decision(ClientKey client, long clientSeq) {
            return null;
        }

        @Override
        public long lastDecided(ClientKey client) {
            return 0;
        }
    }

    private static final class AcknowledgesFirst extends DelegatingLog {
        private int transactions;

        AcknowledgesFirst(DeltaLog inner) {
            super(inner);
        }

        private static final class Lost extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T exclusively(Supplier<T> work) {
            if (++transactions % 7 != 0) {
                return super.exclusively(work);
            }
            Object[] result = new Object[1];
            try {
                return super.exclusively(() -> {
                    result[0] = work.get();
                    throw new Lost();
                });
            } catch (Lost e) {
                return (T) result[0];
            }
        }
    }

    private static final class WritesTwice extends DelegatingLog {
        WritesTwice(DeltaLog inner) {
            super(inner);
        }

        @Override
        public void append(
                LogEntry entry,
                Map<AtomKey, JsonNode> documents,
                @Nullable ClientKey client,
                @Nullable Decision decision) {
            super.append(entry, documents, client, decision);
            Delta delta = entry.delta();
            if (delta.serverSeq() % 5 == 0) {
                Delta again = new Delta(
                        delta.serverSeq() + 1,
                        delta.serverSeq(),
                        delta.epoch(),
                        delta.origin(),
                        delta.verdicts(),
                        Map.of(),
                        delta.stamp());
                super.append(new LogEntry(again, Map.of()), new LinkedHashMap<>(documents), null, null);
            }
        }
    }

    private static final class TakesTheLastClient extends DelegatingLog {
        private @Nullable ClientKey last;

        TakesTheLastClient(DeltaLog inner) {
            super(inner);
        }

        @Override
        public String issueFence(ClientKey client) {
            last = client;
            return super.issueFence(client);
        }

        @Override
        public @Nullable ClientKey fenceHolder(String fence) {
            return super.fenceHolder(fence) == null ? null : last;
        }
    }
}
