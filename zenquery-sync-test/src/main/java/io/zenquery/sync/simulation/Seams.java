package io.zenquery.sync.simulation;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StateLayer;
import io.zenquery.sync.outbox.OutboxStore;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.server.DeltaLog;
import io.zenquery.sync.session.SyncTransport;
import java.util.List;

/** Where something can be put between the parts of the library: bugs, to see whether the laws find them. Nothing by default. */
interface Seams {
    Seams NONE = new Seams() {};

    default DeltaLog log(DeltaLog log, long seed) {
        return log;
    }

    default StateLayer layer(StateLayer layer) {
        return layer;
    }

    default OptimisticSyncCoordinator coordinator(OptimisticSyncCoordinator coordinator) {
        return coordinator;
    }

    default SyncTransport transport(SyncTransport transport) {
        return transport;
    }

    default OutboxStore store(OutboxStore store) {
        return store;
    }

    /** What an outbox makes of the bytes after the last whole record. */
    default List<byte[]> tornEnd(byte[] bytes) {
        return List.of();
    }

    /** What a session is told, after the laws have seen what came. */
    default ServerMessage received(ServerMessage message) {
        return message;
    }

    /** The id and epoch of a client's {@code incarnation}-th process. */
    default String clientId(int client, int incarnation) {
        return "c" + client + "." + incarnation;
    }

    /** The epoch of a log that was restored. */
    default String restoredEpoch(String before, String fresh) {
        return fresh;
    }
}
