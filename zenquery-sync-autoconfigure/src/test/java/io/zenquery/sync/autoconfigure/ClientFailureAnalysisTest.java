package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.zenquery.sync.StateLayer;
import io.zenquery.sync.conflict.ConflictResolutionStrategy;
import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
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

    private static void fail(Class<?> configuration, String... properties) {
        SpringApplication application = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .build();
        assertThat(catchThrowable(() -> application.run().close())).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ZenQuerySyncConflictAutoConfiguration.class,
        ZenQuerySyncCoordinatorAutoConfiguration.class,
        ZenQuerySyncEventAutoConfiguration.class,
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
