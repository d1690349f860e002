package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectionDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who has misspelt the name of a connection reads so at the start. */
@ExtendWith(OutputCaptureExtension.class)
class UnusedConnectionBeansTest {
    private static void start(ApplicationContextRunner runner) {
        runner.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void qualifierOfNoConnection_isWarnedOf_withTheConnectionsThatThereAre(CapturedOutput output) {
        start(ClientContexts.with(ClientContexts.client(), "orders").withUserConfiguration(Misspelt.class));

        assertThat(output)
                .contains(
                        "the SyncConnectCustomizer bean \"token\" is for no connection: it has the qualifier \"ordres\"."
                                + " Expected the name of one as its @Qualifier; there are: default, orders")
                .containsOnlyOnce("SyncConnectCustomizer bean")
                .contains(
                        "the SyncConnectionDetails bean \"address\" is for no connection: it has the qualifier \"stock\"")
                .containsOnlyOnce("SyncConnectionDetails bean");
    }

    @Test
    void noQualifierAndNoDefaultConnection_isWarnedOf(CapturedOutput output) {
        start(ClientContexts.named("orders", "stock")
                .withBean("token", SyncConnectCustomizer.class, () -> headers -> {}));

        assertThat(output)
                .contains(
                        "the SyncConnectCustomizer bean \"token\" is for no connection: it has no qualifier, and there is no"
                                + " default connection. Expected the name of one as its @Qualifier; there are: orders, stock");
    }

    @Test
    void beansOfConnectionsThatThereAre_ofDisabledOnes_andOfOtherTypes_areNotWarnedOf(CapturedOutput output) {
        start(ClientContexts.with(ClientContexts.client(), "orders")
                .withPropertyValues("zenquery.sync.connections.stock.enabled=false")
                .withUserConfiguration(Right.class));
        start(ClientContexts.named("orders").withBean("token", SyncConnectCustomizer.class, () -> headers -> {}));

        assertThat(output).doesNotContain("is for no connection");
    }

    @Configuration(proxyBeanMethods = false)
    static class Misspelt {
        @Bean
        @Qualifier("ordres")
        SyncConnectCustomizer token() {
            return headers -> {};
        }

        @Bean
        SyncConnectCustomizer plain() {
            return headers -> {};
        }

        @Bean
        @Qualifier("stock")
        SyncConnectionDetails address() {
            return () -> "ws://127.0.0.1:1/stock";
        }

        @Bean
        @Qualifier("something-else")
        String text() {
            return "text";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Right {
        @Bean
        @Qualifier("orders")
        SyncConnectCustomizer ofOrders() {
            return headers -> {};
        }

        @Bean
        SyncConnectCustomizer orders() {
            return headers -> {};
        }

        @Bean
        @Qualifier("default")
        SyncConnectCustomizer ofDefault() {
            return headers -> {};
        }

        @Bean
        @Qualifier("stock")
        SyncConnectionDetails ofStock() {
            return () -> "ws://127.0.0.1:1/stock";
        }

        @Bean
        @Qualifier("something-else")
        String text() {
            return "text";
        }
    }
}
