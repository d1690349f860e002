package io.zenquery.sync.autoconfigure.server;

import java.util.List;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Keeps the executors and the scheduler of the broker from being injected, by type, where the application means its own. Spring
 * injects the executors by qualifier, but the scheduler by type: that one is only a fallback.
 */
final class BrokerBeansInBackground implements BeanFactoryPostProcessor {
    private static final List<String> EXECUTORS =
            List.of("clientInboundChannelExecutor", "clientOutboundChannelExecutor", "brokerChannelExecutor");
    private static final String SCHEDULER = "messageBrokerTaskScheduler";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        for (String name : EXECUTORS) {
            if (beanFactory.containsBeanDefinition(name)
                    && beanFactory.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
                definition.setDefaultCandidate(false);
            }
        }
        if (beanFactory.containsBeanDefinition(SCHEDULER)) {
            BeanDefinition definition = beanFactory.getBeanDefinition(SCHEDULER);
            definition.setFallback(true);
        }
    }
}
