package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.actuate.ServerReporter;
import io.zenquery.sync.actuate.ZenQuerySyncEndpoint;
import io.zenquery.sync.actuate.ZenQuerySyncEndpointWebExtension;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** The endpoint, for whichever sides the application has. */
@AutoConfiguration(
        after = ZenQuerySyncClientChannelAutoConfiguration.class,
        afterName = "io.zenquery.sync.autoconfigure.server.ZenQuerySyncServerReporterAutoConfiguration")
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(ZenQuerySyncEndpoint.class)
@Conditional(ZenQuerySyncEndpointAutoConfiguration.OnAnySide.class)
@EnableConfigurationProperties(ZenQuerySyncEndpointProperties.class)
public final class ZenQuerySyncEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ZenQuerySyncEndpoint zenQuerySyncEndpoint(
            ObjectProvider<ClientChannels> channels,
            ObjectProvider<ServerReporter> server,
            ZenQuerySyncEndpointProperties properties) {
        return new ZenQuerySyncEndpoint(
                () -> channels.stream().flatMap(all -> all.all().stream()).toList(),
                server.getIfAvailable(),
                properties.showInputs());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ZenQuerySyncEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    ZenQuerySyncEndpointWebExtension zenQuerySyncEndpointWebExtension(ZenQuerySyncEndpoint endpoint) {
        return new ZenQuerySyncEndpointWebExtension(endpoint);
    }

    static final class OnAnySide extends AnyNestedCondition {
        OnAnySide() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(ClientChannels.class)
        static final class OnClient {}

        @ConditionalOnBean(ServerReporter.class)
        static final class OnServer {}
    }
}
