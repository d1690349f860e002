package io.zenquery.sync.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Warns of channels that the application had opened at run time in an earlier run, and has not in this one: what is pending in their outboxes
 * is not sent. It looks once, when the application is ready: what opens channels at the start, runners for instance, has done so by then.
 */
class UnopenedOutboxes {
    private static final Logger log = LoggerFactory.getLogger(UnopenedOutboxes.class);

    private final ListableBeanFactory beans;
    private boolean looked; // the thread that starts the application only

    UnopenedOutboxes(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** An annotated method, since those of auto-configurations are called after those of the application, which may open channels. */
    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (!looked) { // a child context's is heard here, too
            looked = true;
            beans.getBeansOfType(SyncChannels.class).values().forEach(UnopenedOutboxes::look);
        }
    }

    private static void look(SyncChannels channels) {
        Connection connection = channels.connection();
        try {
            SortedMap<String, Path> unopened = channels.unopenedOutboxes();
            if (!unopened.isEmpty()) {
                log.warn(
                        "connection {}: there are outboxes of channels that are not open: {}. What is pending in them is not sent"
                                + " until SyncTemplate.channel(…) opens the channel; name it in {}channels to have it opened at"
                                + " each start. To give up what is in one, delete its file",
                        connection.name(),
                        unopened.entrySet().stream()
                                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                                .collect(Collectors.joining(", ")),
                        connection.prefix());
            }
        } catch (IOException e) {
            log.warn(
                    "connection {}: whether there are outboxes of channels that are not open can't be told, since the directory of"
                            + " {}outbox.path can't be read: {}",
                    connection.name(),
                    connection.prefix(),
                    e.toString());
        }
    }
}
