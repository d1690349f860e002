package io.zenquery.sync.example.client;

import io.zenquery.sync.spring.event.ConflictResolvedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncDisconnectedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Listens, and writes what it hears to the log. */
@Component
class BoardEvents {
    private static final Logger log = LoggerFactory.getLogger(BoardEvents.class);

    @EventListener
    void on(SyncConnectedEvent event) {
        log.info("{}", event);
    }

    @EventListener
    void on(SyncDisconnectedEvent event) {
        log.info("{}", event);
    }

    @EventListener
    void on(MutationRejectedEvent event) {
        log.info("{}", event);
    }

    @EventListener
    void on(ConflictResolvedEvent event) {
        log.info("{}", event);
    }
}
