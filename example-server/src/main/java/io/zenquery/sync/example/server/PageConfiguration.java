package io.zenquery.sync.example.server;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/** The page at the root, and {@link Presence} where it hears what clients say. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

    /** The files are in a folder of their own: tests have both examples on their class path. */
    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/server/index.html");
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    WebSocketMessageBrokerConfigurer presenceInterceptor(Presence presence) {
        return new WebSocketMessageBrokerConfigurer() {
            @Override
            public void configureClientInboundChannel(ChannelRegistration registration) {
                registration.interceptors(presence);
            }
        };
    }
}
