package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zenquery.sync.StateLayer;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.session.SyncTransport;
import io.zenquery.sync.spring.ChannelUnavailableException;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import io.zenquery.sync.spring.SyncTransportFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application that fails to start says: with Boot's own analyzers in the race, as in life. */
@ExtendWith(OutputCaptureExtension.class)
class ClientFailureAnalysisTest {

    @Test
    void report_injectionWithoutUrl_namesTheProperty(CapturedOutput output) {
        fail(NeedsTemplate.class);

        assertThat(output)
                .contains("requires a SyncTemplate", "without the property zenquery.sync.url there is no client")
                .contains("Set zenquery.sync.url", "Parameter 0 of");
    }

    @Test
    void report_injectionOfInterfaceWhenDisabled_saysSo(CapturedOutput output) {
        fail(NeedsOperations.class, "zenquery.sync.url=ws://127.0.0.1:1/x", "zenquery.sync.enabled=false");

        assertThat(output).contains("requires a SyncOperations", "zenquery.sync.enabled is false");
    }

    @Test
    void report_injectionBesideOwnStateLayer_namesTheBackOff(CapturedOutput output) {
        fail(
                NeedsTemplateBesideStateLayer.class,
                "zenquery.sync.url=ws://127.0.0.1:1/x",
                "zenquery.sync.channel=board");

        assertThat(output).contains("requires a SyncTemplate", "backed off or was excluded", "StateLayer bean");
    }

    @Test
    void report_otherMissingBean_isLeftToBoot(CapturedOutput output) {
        fail(NeedsSomethingElse.class);

        assertThat(output).contains("that could not be found").doesNotContain("zenquery.sync.url");
    }

    @Test
    void report_unknownStrategy_listsBuiltInsAndBeans(CapturedOutput output) {
        fail(
                HasStrategy.class,
                "zenquery.sync.url=ws://127.0.0.1:1/x",
                "zenquery.sync.channel=board",
                "zenquery.sync.conflict.atoms[users/42]=sever-wins");

        assertThat(output)
                .contains("zenquery.sync.conflict.atoms[users/42] names the conflict strategy \"sever-wins\"")
                .contains("rebase, server-wins, client-wins, last-write-wins, fail")
                .contains("ConflictResolutionStrategy beans: newestTitle");
    }

    @Test
    void report_badUrl_saysWhatItMustBe(CapturedOutput output) {
        fail(Nothing.class, "zenquery.sync.url=http://example.com/zenquery", "zenquery.sync.channel=board");

        assertThat(output)
                .contains("The property zenquery.sync.url must be a URL that begins with ws:// or wss://.")
                .contains("It is \"http://example.com/zenquery\".")
                .contains("APPLICATION FAILED TO START");
    }

    @Test
    void report_badValueInAFile_saysWhichLineOfIt(CapturedOutput output, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("client.yaml"), """
                zenquery.sync:
                  url: ws://127.0.0.1:1/x
                  channel: board
                  connectTimeout: -5s
                """);
        fail(Nothing.class, "spring.config.import=" + file.toUri());

        assertThat(output)
                .contains("The property zenquery.sync.connect-timeout must be a duration above zero. It is \"PT-5S\"."
                        + " It is set in URL [file:" + file + "] - 4:19.");
    }

    @Test
    void report_badValueOfNamedConnection_saysWhereItIs(CapturedOutput output, @TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(
                directory.resolve("client.properties"), "zenquery.sync.connections.myShop.max-pending=-1\n");
        fail(
                Nothing.class,
                "spring.config.import=" + file.toUri(),
                "zenquery.sync.connections.myShop.url=ws://127.0.0.1:1/x",
                "zenquery.sync.connections.myShop.channel=orders");

        assertThat(output).contains("It is \"-1\". It is set in URL [file:" + file + "] - 1:");
    }

    @Test
    void report_missingValue_saysNoOrigin(CapturedOutput output) {
        fail(Nothing.class, "zenquery.sync.url=ws://127.0.0.1:1/x");

        assertThat(output)
                .contains("The property zenquery.sync.channel must be ")
                .doesNotContain("It is set in");
    }

    @Test
    void report_outboxThatCannotBe_saysWhyAndWhatToDo(CapturedOutput output, @TempDir Path directory) {
        fail(
                Nothing.class,
                "zenquery.sync.url=ws://127.0.0.1:1/x",
                "zenquery.sync.channel=board",
                "zenquery.sync.outbox.path=" + directory);

        assertThat(output)
                .contains("The outbox of pending mutations can't be used:", directory.toString())
                .contains("check zenquery.sync.outbox.path");
    }

    @Test
    void report_injectionWithoutQualifierBesideSeveralConnections_namesThem(CapturedOutput output) {
        fail(
                NeedsTemplate.class,
                "zenquery.sync.connections.orders.url=ws://127.0.0.1:1/x",
                "zenquery.sync.connections.orders.channel=orders",
                "zenquery.sync.connections.stock.url=ws://127.0.0.1:1/x",
                "zenquery.sync.connections.stock.channel=stock");

        assertThat(output)
                .contains("requires a SyncTemplate", "of the connections that the application has, orders, stock, none")
                .contains("@Qualifier(\"orders\")");
    }

    @Test
    void report_badValueOfNamedConnection_saysWhichOne(CapturedOutput output) {
        fail(
                Nothing.class,
                "zenquery.sync.connections.orders.url=http://example.com/x",
                "zenquery.sync.connections.orders.channel=orders");

        assertThat(output)
                .contains("The property zenquery.sync.connections.orders.url must be a URL that begins with ws://");
    }

    @Test
    void report_unknownBundle_saysWhichThereAre(CapturedOutput output) {
        fail(
                Nothing.class,
                "zenquery.sync.url=wss://127.0.0.1:1/x",
                "zenquery.sync.channel=board",
                "zenquery.sync.ssl.bundle=nope");

        assertThat(output)
                .contains("The property zenquery.sync.ssl.bundle must be the name of an SSL bundle")
                .contains("It is \"nope\"");
    }

    @Test
    void report_declaredChannelWithoutTransport_saysWhy(CapturedOutput output) {
        fail(
                OwnTransportOnly.class,
                "zenquery.sync.url=ws://127.0.0.1:1/x",
                "zenquery.sync.channel=board",
                "zenquery.sync.channels=orders");

        assertThat(output).contains("channel \"orders\" can't be opened: no network on purpose");
    }

    private static void fail(Class<?> configuration, String... properties) {
        SpringApplication application = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .build();
        assertThat(catchThrowable(() -> application.run().close())).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        ZenQuerySyncConflictAutoConfiguration.class,
        ZenQuerySyncConnectionsAutoConfiguration.class,
        ZenQuerySyncCoordinatorAutoConfiguration.class,
        ZenQuerySyncEventAutoConfiguration.class,
        ZenQuerySyncOAuth2AutoConfiguration.class,
        ZenQuerySyncOutboxAutoConfiguration.class,
        ZenQuerySyncSessionAutoConfiguration.class,
        ZenQuerySyncStompAutoConfiguration.class,
        ZenQuerySyncTemplateAutoConfiguration.class
    })
    static class Nothing {}

    static class NeedsTemplate extends Nothing {
        @Bean
        String user(SyncTemplate template) {
            return template.channel();
        }
    }

    static class NeedsOperations extends Nothing {
        @Bean
        String user(SyncOperations operations) {
            return operations.channel();
        }
    }

    static class NeedsTemplateBesideStateLayer extends NeedsTemplate {
        @Bean
        StateLayer mine() {
            return Mockito.mock(StateLayer.class);
        }
    }

    static class OwnTransportOnly extends Nothing {
        @Bean
        SyncTransport mine() {
            return new ClientWiringTest.SilentTransport();
        }

        @Bean
        SyncTransportFactory none() {
            return (connection, channel) -> {
                throw new ChannelUnavailableException(channel, "no network on purpose");
            };
        }
    }

    static class NeedsSomethingElse extends Nothing {
        @Bean
        String user(Thread thread) {
            return thread.getName();
        }
    }

    static class HasStrategy extends Nothing {
        @Bean
        ConflictResolutionStrategy newestTitle() {
            return (delta, pending) -> delta;
        }
    }
}
