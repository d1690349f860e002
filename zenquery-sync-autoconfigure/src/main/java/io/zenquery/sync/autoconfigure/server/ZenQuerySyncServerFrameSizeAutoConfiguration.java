package io.zenquery.sync.autoconfigure.server;

import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The web server's own limit of a text message, of which Spring does not know. */
@AutoConfiguration(after = ZenQuerySyncServerStompAutoConfiguration.class)
@ConditionalOnClass({ServerContainer.class, ServletContext.class})
@ConditionalOnBean(EndpointConfigurer.class)
public final class ZenQuerySyncServerFrameSizeAutoConfiguration {

    @Bean
    TextBufferSize syncTextBufferSize(
            ZenQuerySyncServerProperties properties, ObjectProvider<ServletContext> servletContext) {
        return new TextBufferSize(Math.toIntExact(properties.maxFrameSize().toBytes()), servletContext);
    }
}
