package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.JsonPointer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class ClientPropertiesTest {

    @Test
    void defaults_areAsDocumented() {
        ClientContexts.client().run(context -> {
            ZenQuerySyncProperties properties = context.getBean(ZenQuerySyncProperties.class);
            assertThat(properties.enabled()).isTrue();
            assertThat(properties.clientId()).isNull();
            assertThat(properties.conflict().strategy()).isEqualTo("rebase");
            assertThat(properties.conflict().atoms()).isEmpty();
            assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.reconnect().initialDelay()).isEqualTo(Duration.ofMillis(500));
            assertThat(properties.reconnect().maxDelay()).isEqualTo(Duration.ofSeconds(30));
            assertThat(properties.heartbeat()).isEqualTo(Duration.ofSeconds(10));
            assertThat(properties.maxFrameSize()).isEqualTo(DataSize.ofMegabytes(1));
            assertThat(properties.maxPending()).isEqualTo(10_000);
            assertThat(properties.maxBatch()).isEqualTo(100);
            assertThat(properties.identityKeys()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    url                     | http://example.com/zenquery   | ws://
                    url                     | /zenquery                     | ws://
                    url                     | ws:///zenquery                | host
                    url                     | ws://example.com/a b          | WebSocket URL
                    url                     | ws://example.com/a#b          | fragment
                    channel                 | two words                     | letters
                    channel                 | ''                            | letters
                    client-id               | ''                            | random
                    connect-timeout         | 0s                            | above zero
                    reconnect.initial-delay | -1s                           | above zero
                    reconnect.max-delay     | 1ms                           | initial-delay
                    heartbeat               | 99ms                          | from 100ms
                    max-frame-size          | 1KB                           | 4KB
                    max-frame-size          | 3GB                           | 256MB
                    max-pending             | 0                             | from 1
                    max-pending-wait        | -1s                           | from 0
                    max-attempts            | 0                             | from 1
                    outbox.max-failed       | 0                             | from 1
                    max-batch               | 0                             | from 1
                    undo.max-mutations      | -1                            | from 0
                    undo.max-deltas         | 0                             | from 1
                    identity-keys[0].key    | id                            | name of an atom
                    """)
    void start_valueThatCannotBe_failsAndNamesIt(String name, String value, String expected) {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync." + name + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidSyncPropertyException.class)
                        .hasMessageContaining("zenquery.sync." + name.replace(".key", ""))
                        .hasMessageContaining(expected));
    }

    @Test
    void start_channelMissing_fails() {
        ClientContexts.bare()
                .withPropertyValues("zenquery.sync.url=ws://127.0.0.1:1/zenquery")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("property zenquery.sync.channel: expected the name"));
    }

    @Test
    void start_credentialsInUrl_areRefusedAndNotShown() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.url=ws://user:secret@example.com/zenquery")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("SyncConnectCustomizer")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void strategies_perAtom_areFoundByNameBuiltInOrBean() {
        ConflictResolutionStrategy own = (delta, pending) -> delta;
        ClientContexts.client()
                .withBean("mine", ConflictResolutionStrategy.class, () -> own)
                .withPropertyValues(
                        "zenquery.sync.conflict.strategy=server-wins",
                        "zenquery.sync.conflict.atoms.settings=client-wins",
                        "zenquery.sync.conflict.atoms[users/42]=mine")
                .run(context -> {
                    NamedStrategies strategies = context.getBean(NamedStrategies.class);
                    assertThat(strategies.nameOf(AtomKey.of("other"))).isEqualTo("server-wins");
                    assertThat(strategies.nameOf(AtomKey.of("settings"))).isEqualTo("client-wins");
                    assertThat(strategies.nameOf(AtomKey.of("users/42"))).isEqualTo("mine");
                });
    }

    @Test
    void strategies_oneForAll_isThatOne() {
        ClientContexts.client()
                .withPropertyValues("zenquery.sync.conflict.strategy=fail")
                .run(context -> assertThat(
                                context.getBean(NamedStrategies.class).strategy())
                        .isSameAs(ConflictStrategies.FAIL));
    }

    @Test
    void identityKeys_withPattern_fitThoseLists() {
        ClientContexts.client()
                .withPropertyValues(
                        "zenquery.sync.identity-keys[0].atom=board",
                        "zenquery.sync.identity-keys[0].list=/columns/*/cards",
                        "zenquery.sync.identity-keys[0].key=cardId",
                        "zenquery.sync.identity-keys[1].atom=tasks",
                        "zenquery.sync.identity-keys[1].list=/items",
                        "zenquery.sync.identity-keys[1].key=id")
                .run(context -> {
                    IdentityKeys keys = new IdentityKeys(
                            context.getBean(ZenQuerySyncProperties.class).identityKeys());
                    assertThat(keys.apply(AtomKey.of("tasks"), JsonPointer.parse("/items")))
                            .isEqualTo("id");
                    assertThat(keys.apply(AtomKey.of("board"), JsonPointer.parse("/columns/3/cards")))
                            .isEqualTo("cardId");
                    assertThat(keys.apply(AtomKey.of("board"), JsonPointer.parse("/columns")))
                            .isNull();
                    assertThat(keys.apply(AtomKey.of("board"), JsonPointer.parse("/items")))
                            .isNull();
                });
    }
}
