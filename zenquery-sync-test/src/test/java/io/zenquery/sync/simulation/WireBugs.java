package io.zenquery.sync.simulation;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.Mutation;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Ack;
import io.zenquery.sync.protocol.ServerMessage.Head;
import io.zenquery.sync.protocol.ServerMessage.Rejection;
import io.zenquery.sync.protocol.ServerMessage.Snapshot;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.session.SyncTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a session could send or take wrongly. */
final class WireBugs {

    private WireBugs() {}

    static void addTo(Map<String, Seams> bugs) {
        bugs.put(
                "sends a batch on another base",
                sent(batch -> new MutationBatch(
                        batch.fence(), Math.max(0, batch.baseServerSeq() - 1), batch.prevClientSeq(), batch.batch())));
        bugs.put("sends a batch in another order", sent(batch -> {
            List<Mutation> reversed = new ArrayList<>(batch.batch());
            Collections.reverse(reversed);
            return new MutationBatch(batch.fence(), batch.baseServerSeq(), batch.prevClientSeq(), reversed);
        }));
        bugs.put(
                "sends only the last of a batch",
                sent(batch -> new MutationBatch(
                        batch.fence(),
                        batch.baseServerSeq(),
                        batch.prevClientSeq(),
                        batch.batch()
                                .subList(batch.batch().size() - 1, batch.batch().size()))));
        bugs.put(
                "takes a rejection for an ack",
                received(message -> message instanceof Rejection rejection
                        ? new Ack(rejection.clientSeq(), rejection.decidedAt(), null)
                        : message));
        bugs.put("does not read the verdicts of a welcome", received(message -> {
            if (message instanceof Welcome welcome) {
                return new Welcome(
                        welcome.serverEpoch(),
                        welcome.fence(),
                        welcome.head(),
                        0,
                        List.of(),
                        welcome.serverTime(),
                        welcome.attempt());
            }
            return message instanceof Snapshot snapshot
                    ? new Snapshot(
                            snapshot.serverSeq(),
                            snapshot.epoch(),
                            snapshot.state(),
                            List.of(),
                            snapshot.stamp(),
                            snapshot.attempt())
                    : message;
        }));
        bugs.put(
                "reads every head as that of an empty log",
                received(message -> message instanceof Head head ? new Head(0, head.epoch()) : message));
        bugs.put("takes the answer to any resume for the answer to the last", new Seams() {
            @Override
            public SyncTransport transport(SyncTransport transport) {
                return new TakesAnyAnswer(transport);
            }
        });
        bugs.put("reads every epoch as the first", received(message -> {
            if (message instanceof Welcome welcome) {
                return new Welcome(
                        "log-1",
                        welcome.fence(),
                        welcome.head(),
                        welcome.lastDecided(),
                        welcome.verdicts(),
                        welcome.serverTime(),
                        welcome.attempt());
            }
            return message;
        }));
    }

    private static Seams received(UnaryOperator<ServerMessage> bug) {
        return new Seams() {
            @Override
            public ServerMessage received(ServerMessage message) {
                return bug.apply(message);
            }
        };
    }

    private static Seams sent(UnaryOperator<MutationBatch> bug) {
        return new Seams() {
            @Override
            public SyncTransport transport(SyncTransport transport) {
                return new SyncTransport() {
                    @Override
                    public void open(Listener listener) {
                        transport.open(listener);
                    }

                    @Override
                    public void send(ClientMessage message) {
                        transport.send(message instanceof MutationBatch batch ? bug.apply(batch) : message);
                    }

                    @Override
                    public void close() {
                        transport.close();
                    }
                };
            }
        };
    }
}
