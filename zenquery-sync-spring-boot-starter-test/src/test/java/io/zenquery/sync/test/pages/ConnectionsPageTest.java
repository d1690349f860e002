package io.zenquery.sync.test.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The samples of docs/connections.md; nothing is connected to. */
class ConnectionsPageTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Shop.class)
    static class TwoServers {}

    private static ConfigurableApplicationContext run() {
        return new SpringApplicationBuilder(TwoServers.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "zenquery.sync.url=ws://127.0.0.1:1/zenquery",
                        "zenquery.sync.channel=board",
                        "zenquery.sync.auto-startup=false",
                        "zenquery.sync.connections.orders.url=ws://127.0.0.1:2/zenquery",
                        "zenquery.sync.connections.orders.channel=orders",
                        "zenquery.sync.connections.orders.auto-startup=false")
                .run();
    }

    @Test
    void connectionWithQualifier_isTheOneOfThatName() {
        try (ConfigurableApplicationContext context = run()) {
            Shop shop = context.getBean(Shop.class);

            assertThat(shop.board.channel()).isEqualTo("board");
            assertThat(shop.orders.channel()).isEqualTo("orders");
            assertThat(shop.orders.clientId()).isNotEqualTo(shop.board.clientId());
        }
    }

    @Test
    void channel_isOpenedOnceAndKept() {
        try (ConfigurableApplicationContext context = run()) {
            SyncTemplate sync = context.getBean(Shop.class).board;

            SyncOperations orders = sync.channel("orders"); // opened at the first call, the same one at each

            assertThat(orders.channel()).isEqualTo("orders");
            assertThat(sync.channel("orders")).isSameAs(orders);
        }
    }
}
