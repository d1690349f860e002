package io.zenquery.sync.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches with {@code zenquery.sync.outbox.path} set. A blank one counts as none: it is what an unset placeholder leaves. */
class OnOutboxPathCondition extends SpringBootCondition {
    private static final String PATH = "zenquery.sync.outbox.path";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("outbox path");
        return StringUtils.hasText(context.getEnvironment().getProperty(PATH))
                ? ConditionOutcome.match(message.foundExactly("property " + PATH))
                : ConditionOutcome.noMatch(message.didNotFind("property").items(PATH));
    }
}
