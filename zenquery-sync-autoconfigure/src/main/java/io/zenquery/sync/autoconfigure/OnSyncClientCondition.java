package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectionDetails;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * The condition of {@link ConditionalOnSyncClient}. A blank URL counts as none: it is what an unset placeholder leaves. Decided when beans are
 * registered, since a {@link SyncConnectionDetails} bean counts as a URL.
 */
class OnSyncClientCondition extends SpringBootCondition implements ConfigurationCondition {
    private static final String URL = "zenquery.sync.url";
    private static final String CHANNEL = "zenquery.sync.channel";

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSyncClient.class);
        if (!environment.getProperty("zenquery.sync.enabled", Boolean.class, true)) {
            return ConditionOutcome.noMatch(message.because("zenquery.sync.enabled is false"));
        }
        SyncClients wanted =
                metadata.getAnnotations().get(ConditionalOnSyncClient.class).getEnum("value", SyncClients.class);
        if (wanted != SyncClients.NAMED && hasDefault(environment, context.getBeanFactory())) {
            return ConditionOutcome.match(message.found("server").items(URL));
        }
        if (wanted != SyncClients.DEFAULT) {
            Set<String> names = NamedConnections.names(environment);
            if (!names.isEmpty()) {
                return ConditionOutcome.match(
                        message.found("connection", "connections").items(names));
            }
        }
        return ConditionOutcome.noMatch(message.didNotFind("property").items(URL));
    }

    /** Whether there is the default connection, if the client is enabled. */
    static boolean hasDefault(Environment environment, @Nullable ConfigurableListableBeanFactory beans) {
        if (StringUtils.hasText(environment.getProperty(URL))) {
            return true;
        }
        Set<String> names = NamedConnections.names(environment);
        if (beans == null || (!names.isEmpty() && !StringUtils.hasText(environment.getProperty(CHANNEL)))) {
            return false; // a SyncConnectionDetails bean is for a named connection then
        }
        return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                        beans, SyncConnectionDetails.class, true, false))
                .anyMatch(bean -> ConnectionQualifiers.isUnqualified(names, bean, beans));
    }
}
