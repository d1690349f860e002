package io.zenquery.sync.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** The condition of {@link ConditionalOnSyncClient}. A blank URL counts as none: it is what an unset placeholder leaves. */
class OnSyncClientCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSyncClient.class);
        if (!StringUtils.hasText(environment.getProperty("zenquery.sync.url"))) {
            return ConditionOutcome.noMatch(message.didNotFind("property").items("zenquery.sync.url"));
        }
        if (!environment.getProperty("zenquery.sync.enabled", Boolean.class, true)) {
            return ConditionOutcome.noMatch(message.because("zenquery.sync.enabled is false"));
        }
        return ConditionOutcome.match(message.foundExactly("property zenquery.sync.url"));
    }
}
