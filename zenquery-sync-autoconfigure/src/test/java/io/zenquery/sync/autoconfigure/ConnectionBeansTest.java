package io.zenquery.sync.autoconfigure;

import static io.zenquery.sync.autoconfigure.ClientContexts.named;
import static io.zenquery.sync.autoconfigure.ClientContexts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectionDetails;
import io.zenquery.sync.spring.SyncTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of an application that are for one connection, and not for another. */
class ConnectionBeansTest {
    @Test
    void customizersAndDetails_areForTheConnectionOfTheirQualifier() {
        with(ClientContexts.client(), "orders", "stock")
                .withUserConfiguration(PerConnection.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    SharedParts shared = new SharedParts(context.getBeanFactory());
                    PerConnection beans = context.getBean(PerConnection.class);
                    Connection main = context.getBean(ChannelFactory.class).connection();
                    Connection orders = NamedConnections.bind("orders", context.getEnvironment());
                    Connection stock = NamedConnections.bind("stock", context.getEnvironment());

                    assertThat(shared.customizers(main)).containsExactly(beans.unqualified);
                    assertThat(shared.customizers(orders)).containsExactly(beans.ofOrders);
                    assertThat(shared.customizers(stock)).isEmpty();
                    assertThat(shared.details(orders).getUrl()).isEqualTo("ws://127.0.0.1:1/of-a-bean");
                    assertThat(shared.details(stock).getUrl()).isEqualTo("ws://127.0.0.1:1/stock");
                    assertThat(shared.details(main).getUrl()).isEqualTo("ws://127.0.0.1:1/zenquery");
                });
    }

    /** Found by review: a token for a server that is switched off was shown to another one, and that server's address taken for it. */
    @Test
    void beansOfAConnectionThatIsNotThere_areForNoOther() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.connections.orders.enabled=false")
                .withUserConfiguration(PerConnection.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    SharedParts shared = new SharedParts(context.getBeanFactory());
                    Connection main = context.getBean(ChannelFactory.class).connection();

                    assertThat(shared.customizers(main))
                            .containsExactly(context.getBean(PerConnection.class).unqualified);
                    assertThat(shared.details(main).getUrl()).isEqualTo("ws://127.0.0.1:1/zenquery");
                });
        ClientContexts.bare()
                .withPropertyValues("zenquery.sync.channel=board")
                .withUserConfiguration(PerConnection.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncTemplate.class));
    }

    @Test
    void customizer_withoutQualifier_isForTheOnlyConnection() {
        SyncConnectCustomizer plain = headers -> {};
        named("orders")
                .withBean("plain", SyncConnectCustomizer.class, () -> plain)
                .run(context -> assertThat(new SharedParts(context.getBeanFactory())
                                .customizers(NamedConnections.bind("orders", context.getEnvironment())))
                        .containsExactly(plain));
    }

    @Test
    void details_bean_takesThePlaceOfTheUrl() {
        SyncConnectionDetails details = () -> "ws://127.0.0.1:1/details";
        ClientContexts.bare()
                .withPropertyValues("zenquery.sync.channel=board", "zenquery.sync.auto-startup=false")
                .withBean(SyncConnectionDetails.class, () -> details)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(SyncTemplate.class)
                        .doesNotHaveBean(PropertiesSyncConnectionDetails.class));
    }

    @Test
    void details_beanBesideTheOnlyConnection_isForThat() {
        ClientContexts.bare()
                .withPropertyValues(
                        "zenquery.sync.connections.orders.channel=orders",
                        "zenquery.sync.connections.orders.auto-startup=false")
                .withBean(SyncConnectionDetails.class, () -> () -> "ws://127.0.0.1:1/details")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(SyncTemplate.class);
                    assertThat(new SharedParts(context.getBeanFactory())
                                    .details(NamedConnections.bind("orders", context.getEnvironment()))
                                    .getUrl())
                            .isEqualTo("ws://127.0.0.1:1/details");
                });
    }

    @Test
    void details_withoutChannelOrWithBadUrl_fails() {
        ClientContexts.bare()
                .withBean(SyncConnectionDetails.class, () -> () -> "ws://127.0.0.1:1/details")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("property zenquery.sync.channel: expected the name"));
        ClientContexts.bare()
                .withPropertyValues("zenquery.sync.channel=board")
                .withBean(SyncConnectionDetails.class, () -> () -> "http://127.0.0.1/details")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("ws://"));
    }

    @Test
    void start_bundleWithoutTls_isRefused() {
        ClientContexts.client()
                .withBean(SyncConnectionDetails.class, () -> new SyncConnectionDetails() {
                    @Override
                    public String getUrl() {
                        return "ws://127.0.0.1:1/x";
                    }

                    @Override
                    public SslBundle getSslBundle() {
                        return SslBundle.systemDefault();
                    }
                })
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("begins with wss://, since an SSL bundle is set"));
    }

    @Configuration(proxyBeanMethods = false)
    static class PerConnection {
        final SyncConnectCustomizer unqualified = headers -> headers.handshake().setBearerAuth("default's");
        final SyncConnectCustomizer ofOrders = headers -> headers.handshake().setBearerAuth("orders'");

        @Bean
        SyncConnectCustomizer mine() {
            return unqualified;
        }

        @Bean
        @Qualifier("orders")
        SyncConnectCustomizer theirs() {
            return ofOrders;
        }

        @Bean
        @Qualifier("orders")
        SyncConnectionDetails ordersDetails() {
            return () -> "ws://127.0.0.1:1/of-a-bean";
        }
    }
}
