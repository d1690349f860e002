package io.zenquery.sync.autoconfigure;

import static io.zenquery.sync.autoconfigure.ClientContexts.named;
import static io.zenquery.sync.autoconfigure.ClientContexts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.zenquery.sync.outbox.OutboxLockedException;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncChannel;
import io.zenquery.sync.spring.SyncChannelListener;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Several servers in one application. */
class ConnectionsTest {
    @TempDir
    private Path directory;

    @Test
    void injection_defaultAndNamed_byQualifierOrNone() {
        with(ClientContexts.client(), "orders", "stock").withBean(Needs.class).run(context -> {
            assertThat(context).hasNotFailed();
            Needs needs = context.getBean(Needs.class);
            assertThat(needs.plain.channel()).isEqualTo("board");
            assertThat(needs.orders.channel()).isEqualTo("orders-channel");
            assertThat(needs.stock.channel()).isEqualTo("stock-channel");
            assertThat(context.getBean(SyncOperations.class)).isSameAs(needs.plain);
        });
    }

    @Test
    void connections_haveAStateEach() {
        with(ClientContexts.client(), "orders").run(context -> {
            SyncTemplate orders = template(context.getBeanFactory(), "orders");
            orders.mutate(draft -> draft.atom("a").add("", 1));

            assertThat(orders.pending()).hasSize(1);
            assertThat(context.getBean(SyncTemplate.class).pending()).isEmpty();
            assertThat(orders.channel("board")).isNotSameAs(context.getBean(SyncTemplate.class));
            assertThat(orders.channel("orders-channel")).isSameAs(orders);
        });
    }

    @Test
    void injection_onlyOneNamed_needsNoQualifier() {
        named("orders").run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(SyncTemplate.class);
            assertThat(context).doesNotHaveBean(ZenQuerySyncProperties.class);
            assertThat(context.getBeanFactory()
                            .getBeanProvider(SyncTemplate.class)
                            .getObject())
                    .isSameAs(template(context.getBeanFactory(), "orders"));
        });
    }

    @Test
    void injection_severalNamedWithoutDefault_isNotGuessed() {
        named("orders", "stock")
                .withBean(NeedsPlain.class)
                .run(context ->
                        assertThat(context).getFailure().hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class));
    }

    @Test
    void start_namedDisabled_isNotThere() {
        with(ClientContexts.client(), "orders")
                .withPropertyValues("zenquery.sync.connections.orders.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SyncTemplate.class));
        named("orders")
                .withPropertyValues("zenquery.sync.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SyncOperations.class));
    }

    @Test
    void start_disabledWithBadValue_isNotLookedAt() {
        named("orders", "stock")
                .withPropertyValues(
                        "zenquery.sync.connections.stock.enabled=false", "zenquery.sync.connections.stock.url=nonsense")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(SyncTemplate.class));
    }

    @Test
    void names_withCapitalsAndUnderscores_areTaken() {
        named("ordersEU", "stock_1").run(context -> {
            assertThat(template(context.getBeanFactory(), "ordersEU").channel()).isEqualTo("ordersEU-channel");
            assertThat(template(context.getBeanFactory(), "stock_1").channel()).isEqualTo("stock_1-channel");
        });
    }

    @Test
    void listeners_hearOfEachConnectionsChannels() {
        ChannelsTest.Heard heard = new ChannelsTest.Heard();
        with(ClientContexts.client(), "orders")
                .withPropertyValues("zenquery.sync.connections.orders.channels=extra")
                .withBean(SyncChannelListener.class, () -> heard)
                .run(context -> assertThat(heard.channels)
                        .extracting(SyncChannel::connection, SyncChannel::name)
                        .containsExactlyInAnyOrder(
                                tuple("default", "board"),
                                tuple("orders", "orders-channel"),
                                tuple("orders", "extra")));
    }

    @Test
    void settings_areTheConnectionsOwn() {
        ChannelsTest.Transports transports = new ChannelsTest.Transports();
        named("orders")
                .withPropertyValues(
                        "zenquery.sync.connections.orders.client-id=kiosk-7",
                        "zenquery.sync.connections.orders.auto-startup=true",
                        "zenquery.sync.connections.orders.outbox.path=" + directory.resolve("orders"))
                .withBean(SyncTransportFactory.class, () -> transports)
                .run(context -> {
                    SyncTemplate orders = template(context.getBeanFactory(), "orders");
                    assertThat(orders.clientId()).isEqualTo("kiosk-7");
                    transports.awaitOpened("orders-channel", 1);
                    assertThat(orders.state()).isEqualTo(SessionState.CONNECTING);
                    assertThat(directory.resolve("orders")).exists();
                });
    }

    @Test
    void settings_fromTheProcessEnvironment_areTaken() {
        ClientContexts.bare()
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        Map.of(
                                                "ZENQUERY_SYNC_CONNECTIONS_ORDERS_URL", "ws://127.0.0.1:1/x",
                                                "ZENQUERY_SYNC_CONNECTIONS_ORDERS_CHANNEL", "from-env",
                                                "ZENQUERY_SYNC_CONNECTIONS_ORDERS_AUTOSTARTUP", "false"))))
                .run(context -> assertThat(
                                template(context.getBeanFactory(), "orders").channel())
                        .isEqualTo("from-env"));
    }

    @Test
    void start_badValue_isNamedWithItsConnection() {
        named("orders")
                .withPropertyValues("zenquery.sync.connections.orders.reconnect.max-delay=1ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSyncPropertyException.class)
                        .hasMessageContaining("zenquery.sync.connections.orders.reconnect.max-delay")
                        .hasMessageContaining("zenquery.sync.connections.orders.reconnect.initial-delay"));
    }

    @Test
    void start_withoutUrl_orBadName_fails() {
        ClientContexts.bare()
                .withPropertyValues("zenquery.sync.connections.orders.channel=orders")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("zenquery.sync.connections.orders.url"));
        for (String bad : new String[] {"default", "[a b]"}) {
            ClientContexts.bare()
                    .withInitializer(context -> context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new MapPropertySource(
                                    "bad", Map.of("zenquery.sync.connections." + bad + ".url", "ws://127.0.0.1:1/x"))))
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(InvalidSyncPropertyException.class)
                            .hasMessageContaining("not \"default\""));
        }
    }

    @Test
    void start_twoConnectionsWithOneOutbox_fails() {
        with(ClientContexts.client(), "orders")
                .withPropertyValues(
                        "zenquery.sync.outbox.path=" + directory.resolve("one"),
                        "zenquery.sync.connections.orders.outbox.path=" + directory.resolve("one"))
                .run(context -> assertThat(context).getFailure().hasRootCauseInstanceOf(OutboxLockedException.class));
    }

    @Test
    void channel_ofNamedConnectionAfterClose_saysSo() {
        SyncTemplate[] kept = new SyncTemplate[1];
        named("orders").run(context -> kept[0] = template(context.getBeanFactory(), "orders"));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> kept[0].channel("more"))
                .withMessageContaining("closed");
    }

    private static SyncTemplate template(BeanFactory beans, String qualifier) {
        return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, SyncTemplate.class, qualifier);
    }

    record Needs(
            SyncTemplate plain,
            @Qualifier("orders") SyncTemplate orders,
            @Qualifier("stock") SyncOperations stock) {}

    record NeedsPlain(SyncTemplate plain) {}
}
