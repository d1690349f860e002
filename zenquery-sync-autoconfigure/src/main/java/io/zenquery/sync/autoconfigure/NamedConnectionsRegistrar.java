package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncTemplate;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Declares for each named connection a {@link SyncTemplate}, with the connection's name as its qualifier, and what stands behind it. They
 * are injected without a qualifier only where there is no other connection.
 */
final class NamedConnectionsRegistrar implements ImportBeanDefinitionRegistrar {
    private static final String CHANNELS = "zenQuerySyncChannels-";

    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;

    NamedConnectionsRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = (ConfigurableListableBeanFactory) beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        Set<String> names = NamedConnections.names(environment);
        boolean only = names.size() == 1 && !OnSyncClientCondition.hasDefault(environment, beans);
        for (String name : names) {
            registry.registerBeanDefinition(CHANNELS + name, channels(name));
            registry.registerBeanDefinition("zenQuerySyncChannelSessions-" + name, sessions(name));
            registry.registerBeanDefinition("zenQuerySyncTemplate-" + name, template(name, only));
        }
    }

    private static BeanDefinition channels(String name) {
        RootBeanDefinition definition = inBackground(new RootBeanDefinition(NamedConnections.class));
        definition.setFactoryMethodName("channels");
        definition.setTargetType(SyncChannels.class);
        definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        return definition;
    }

    private static BeanDefinition sessions(String name) {
        RootBeanDefinition definition = inBackground(new RootBeanDefinition(SyncChannelSessions.class));
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, new RuntimeBeanReference(CHANNELS + name));
        return definition;
    }

    private static BeanDefinition template(String name, boolean only) {
        RootBeanDefinition definition = new RootBeanDefinition(SyncTemplate.class);
        definition.setFactoryBeanName(CHANNELS + name);
        definition.setFactoryMethodName("template");
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDefaultCandidate(only);
        return definition;
    }

    private static RootBeanDefinition inBackground(RootBeanDefinition definition) {
        definition.setDefaultCandidate(false);
        definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        return definition;
    }
}
