package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.ClientIds;
import io.zenquery.sync.server.InMemoryClientIds;
import io.zenquery.sync.server.SyncServer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may do what, as long as the application does not say so itself with a {@link ChannelAuthorizer}. */
@AutoConfiguration(
        after = ZenQuerySyncServerAutoConfiguration.class,
        afterName = "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration")
@ConditionalOnClass(SyncServer.class)
@ConditionalOnBean(SyncServer.class)
public final class ZenQuerySyncServerSecurityAutoConfiguration {
    private static final String SECURITY = "org.springframework.security.web.SecurityFilterChain";

    @Bean
    @ConditionalOnMissingBean
    ClientIds syncClientIds() {
        return new InMemoryClientIds();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(type = SECURITY)
    static class WithSpringSecurity {
        @Bean
        @ConditionalOnMissingBean
        ChannelAuthorizer syncChannelAuthorizer() {
            return new LoggedInAuthorizer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(type = SECURITY)
    static class WithoutSecurity {
        @Bean
        @ConditionalOnMissingBean
        ChannelAuthorizer syncOpenChannelAuthorizer() {
            return new OpenAuthorizer();
        }
    }
}
