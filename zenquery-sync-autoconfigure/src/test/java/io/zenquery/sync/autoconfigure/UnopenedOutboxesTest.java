package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.outbox.SqliteOutboxStore;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** What is pending in a channel that nobody opens after a restart does not wait in silence. */
@ExtendWith(OutputCaptureExtension.class)
class UnopenedOutboxesTest {
    private static final String NOT_OPEN = "outboxes of channels that are not open";

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("outbox.db");
    }

    private Path file(String channel) {
        return OutboxFiles.of(file(), channel, "board");
    }

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "zenquery.sync.url=ws://127.0.0.1:1/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.auto-startup=false",
                        "zenquery.sync.outbox.path=" + file())
                .properties(properties)
                .run();
    }

    private static SyncOperations open(ConfigurableApplicationContext context, String channel) {
        return context.getBean(SyncTemplate.class).channel(channel);
    }

    @Test
    void restart_channelsOpenedAtRunTimeBefore_areNamedOnce_withTheirFilesAndWhatToDo(CapturedOutput output) {
        try (ConfigurableApplicationContext first = start(Client.class)) {
            open(first, "orders").mutate(draft -> draft.atom("a").add("", 1));
            open(first, "myStock").mutate(draft -> draft.atom("a").add("", 1));
        }
        assertThat(output).doesNotContain(NOT_OPEN);

        try (ConfigurableApplicationContext second = start(Client.class)) {
            assertThat(output)
                    .containsOnlyOnce(NOT_OPEN)
                    .contains("connection default: there are outboxes of channels that are not open: myStock ("
                            + file("myStock") + "), orders (" + file("orders")
                            + "). What is pending in them is not sent"
                            + " until SyncTemplate.channel(…) opens the channel; name it in zenquery.sync.channels to"
                            + " have it opened at each start.");
            assertThat(open(second, "orders").pending()).hasSize(1);
        }
    }

    @Test
    void restart_channelsThatAreNamedOrOpenedByTheTimeTheApplicationIsReady_areNotWarnedOf(CapturedOutput output) {
        for (String channel : new String[] {"named", "by-runner", "by-listener"}) {
            SqliteOutboxStore.open(file(channel), Clock.systemUTC()).close();
        }

        start(Opening.class, "zenquery.sync.channels=named").close();

        assertThat(output).contains("opened by-listener").doesNotContain(NOT_OPEN);
    }

    @Test
    void restart_namedConnection_isNamed(CapturedOutput output) {
        Path shop = directory.resolve("shop.db");
        SqliteOutboxStore.open(OutboxFiles.of(shop, "orders", "shelf"), Clock.systemUTC())
                .close();

        start(
                        Client.class,
                        "zenquery.sync.connections.shop.url=ws://127.0.0.1:1/shop",
                        "zenquery.sync.connections.shop.channel=shelf",
                        "zenquery.sync.connections.shop.auto-startup=false",
                        "zenquery.sync.connections.shop.outbox.path=" + shop)
                .close();

        assertThat(output)
                .containsOnlyOnce(NOT_OPEN)
                .contains("connection shop: there are outboxes of channels that are not open: orders (")
                .contains("name it in zenquery.sync.connections.shop.channels");
    }

    @Test
    void outboxFiles_others_areOnlyWhatChannelsAreCalled() throws IOException {
        for (String channel : new String[] {"orders", "Orders", "orders-wal", "board"}) {
            Files.createFile(OutboxFiles.of(file(), channel, "own"));
        }
        for (String other : new String[] {
            "outbox.db",
            "outbox.db.lock",
            "outbox.db.outbox",
            "outbox.db.Stock.outbox",
            "outbox.db..outbox",
            "outbox.db.shop.orders.outbox",
            "outbox.db.orders.outbox-wal",
            "outbox.db.orders.outbox.lock",
            "outbox.db.stock.outbox.damaged-20261124T133000Z",
            "other.db.stock.outbox"
        }) {
            Files.createFile(directory.resolve(other));
        }

        assertThat(OutboxFiles.others(file(), "board")).containsOnlyKeys("orders", "Orders", "orders-wal");
        assertThat(OutboxFiles.others(directory.resolve("missing").resolve("outbox.db"), "board"))
                .isEmpty();
    }

    @ImportAutoConfiguration({
        ZenQuerySyncConflictAutoConfiguration.class,
        ZenQuerySyncConnectionsAutoConfiguration.class,
        ZenQuerySyncCoordinatorAutoConfiguration.class,
        ZenQuerySyncEventAutoConfiguration.class,
        ZenQuerySyncOutboxAutoConfiguration.class,
        ZenQuerySyncSessionAutoConfiguration.class,
        ZenQuerySyncStompAutoConfiguration.class,
        ZenQuerySyncTemplateAutoConfiguration.class
    })
    static class Client {}

    /** Opens channels as late as an application may at its start. */
    static class Opening extends Client {
        @Bean
        ApplicationRunner runner(SyncTemplate sync) {
            return arguments -> sync.channel("by-runner");
        }

        @EventListener(ApplicationReadyEvent.class)
        void ready(ApplicationReadyEvent event) {
            event.getApplicationContext().getBean(SyncTemplate.class).channel("by-listener");
            System.out.println("opened by-listener");
        }
    }
}
