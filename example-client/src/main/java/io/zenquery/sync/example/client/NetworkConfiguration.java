package io.zenquery.sync.example.client;

import io.zenquery.sync.session.SyncTransport;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the library's transport behind the slow network. */
@Configuration(proxyBeanMethods = false)
class NetworkConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Network network(NetworkTimer timer) {
        return new Network(timer, System::nanoTime);
    }

    @Bean
    static BeanPostProcessor observedTransport(ObjectProvider<Network> network, ObjectProvider<WireNotes> notes) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SyncTransport transport
                        ? new ObservedTransport(transport, network.getObject(), notes.getObject())
                        : bean;
            }
        };
    }
}
