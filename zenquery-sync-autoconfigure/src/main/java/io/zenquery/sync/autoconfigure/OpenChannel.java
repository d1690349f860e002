package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose parts are no beans.
 *
 * @param lifecycle connects it and takes it offline
 * @param outbox its outbox; null for none
 * @param ends ends all of it
 */
record OpenChannel(
        SyncTemplate template,
        SyncSession session,
        OptimisticSyncCoordinator coordinator,
        SyncSessionLifecycle lifecycle,
        @Nullable RestartableOutboxStore outbox,
        ClosingStack ends) {

    SyncChannel described(String connection) {
        return new SyncChannel(connection, template.channel(), template, session, coordinator);
    }

    void startOutbox() {
        if (outbox != null) {
            outbox.start();
        }
    }

    void stopOutbox() {
        if (outbox != null) {
            outbox.stop();
        }
    }
}
