package io.zenquery.sync.autoconfigure.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.ClientIds;
import io.zenquery.sync.server.InMemoryClientIds;
import io.zenquery.sync.stomp.server.SyncMessageController;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class SecurityWiringTest {
    private static final String OPEN = "Every client may read and write every channel";
    private static final ChannelAccess NOBODY = new ChannelAccess("c", null, "x");
    private static final ChannelAccess ANN = new ChannelAccess("c", (Principal) () -> "ann", "x");

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ZenQuerySyncServerAutoConfiguration.class,
                    ZenQuerySyncServerSecurityAutoConfiguration.class,
                    ZenQuerySyncServerBrokerAutoConfiguration.class,
                    ZenQuerySyncServerStompAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    static class OwnRules {
        @Bean
        ChannelAuthorizer authorizer() {
            return new ChannelAuthorizer() {
                @Override
                public boolean mayRead(ChannelAccess access) {
                    return true;
                }

                @Override
                public boolean mayWrite(ChannelAccess access) {
                    return false;
                }
            };
        }

        @Bean
        ClientIds ids() {
            return new InMemoryClientIds();
        }
    }

    @Test
    void springSecurity_notOnTheClassPath_everythingIsAllowedAndTheLogSaysSo(CapturedOutput output) {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(SyncMessageController.class);
                    ChannelAuthorizer authorizer = context.getBean(ChannelAuthorizer.class);
                    assertThat(authorizer.mayRead(NOBODY)).isTrue();
                    assertThat(authorizer.mayWrite(NOBODY)).isTrue();
                });
        assertThat(output).containsOnlyOnce(OPEN);
    }

    @Test
    void springSecurity_notSetUp_everythingIsAllowedAndTheLogSaysSo(CapturedOutput output) {
        runner.run(
                context -> assertThat(context.getBean(ChannelAuthorizer.class).mayWrite(NOBODY))
                        .isTrue());
        assertThat(output).containsOnlyOnce(OPEN);
    }

    @Test
    void springSecurity_setUp_asksForALogin(CapturedOutput output) {
        runner.withConfiguration(AutoConfigurations.of(
                        SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class))
                .run(context -> {
                    ChannelAuthorizer authorizer = context.getBean(ChannelAuthorizer.class);
                    assertThat(authorizer.mayRead(NOBODY)).isFalse();
                    assertThat(authorizer.mayWrite(NOBODY)).isFalse();
                    assertThat(authorizer.mayRead(ANN)).isTrue();
                    assertThat(authorizer.mayWrite(ANN)).isTrue();
                });
        assertThat(output).doesNotContain(OPEN);
    }

    @Test
    void authorizer_ofTheApplication_isUsed(CapturedOutput output) {
        runner.withUserConfiguration(OwnRules.class).run(context -> {
            assertThat(context).hasSingleBean(ChannelAuthorizer.class).hasSingleBean(ClientIds.class);
            assertThat(context.getBean(ChannelAuthorizer.class).mayWrite(ANN)).isFalse();
        });
        assertThat(output).doesNotContain(OPEN);
    }
}
