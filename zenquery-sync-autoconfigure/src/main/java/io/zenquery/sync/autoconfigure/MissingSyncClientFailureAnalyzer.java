package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncOperations;
import io.zenquery.sync.spring.SyncTemplate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Says why there is no {@link SyncTemplate} to inject. */
class MissingSyncClientFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
        implements Ordered {
    private final Environment environment;

    MissingSyncClientFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
        ResolvableType type = cause.getResolvableType();
        Class<?> wanted = type == null ? null : type.resolve();
        if (wanted != SyncTemplate.class && wanted != SyncOperations.class) {
            return null;
        }
        String place = description == null ? "A bean" : description;
        String what = place + " requires a " + wanted.getSimpleName() + ", and there is none: ";
        Set<String> names = NamedConnections.names(environment);
        if (!names.isEmpty()) {
            return new FailureAnalysis(
                    what + "of the connections that the application has, " + String.join(", ", names)
                            + ", none is meant without a qualifier, or none has that qualifier.",
                    "Say which one is meant, such as @Qualifier(\""
                            + names.iterator().next()
                            + "\"), or set zenquery.sync.url and zenquery.sync.channel, so that there is a default connection.",
                    cause);
        }
        if (!StringUtils.hasText(environment.getProperty("zenquery.sync.url"))) {
            return new FailureAnalysis(
                    what + "without the property zenquery.sync.url there is no client.",
                    "Set zenquery.sync.url to the server's endpoint, such as wss://sync.example.com/zenquery, and"
                            + " zenquery.sync.channel to the channel to synchronise.",
                    cause);
        }
        if (!environment.getProperty("zenquery.sync.enabled", Boolean.class, true)) {
            return new FailureAnalysis(
                    what + "the property zenquery.sync.enabled is false.",
                    "Remove zenquery.sync.enabled=false, or inject an ObjectProvider<" + wanted.getSimpleName()
                            + "> where the client is optional.",
                    cause);
        }
        return new FailureAnalysis(
                what + "its auto-configuration backed off or was excluded.",
                "A StateLayer bean of the application's own takes the place of the AtomStore that SyncTemplate reads, and a"
                        + " class may be missing on the class path: zenquery-sync-spring-boot-starter brings all of them. Start with"
                        + " --debug to see the conditions.",
                cause);
    }

    /** Before Boot's own analyzer of missing beans. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
