package io.zenquery.sync.autoconfigure;

import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Says which property is wrong, where it is set, and what would be right. */
class InvalidSyncPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSyncPropertyException>
        implements Ordered {
    private final @Nullable Environment environment;

    /** @param environment null where the application failed before it had one */
    InvalidSyncPropertyFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSyncPropertyException cause) {
        String found = cause.value() == null ? "" : " It is \"" + cause.value() + "\".";
        Origin origin = origin(cause.property());
        return new FailureAnalysis(
                "The property " + cause.property() + " must be " + cause.expected() + "." + found
                        + (origin == null ? "" : " It is set in " + origin + "."),
                "Set " + cause.property() + ", for example in application.yaml. A server needs no client's properties:"
                        + " without zenquery.sync.url, or with zenquery.sync.enabled=false, there is no client.",
                cause);
    }

    /** Of the value that counts; null if the property is not set, or its source does not say. */
    private @Nullable Origin origin(String property) {
        if (environment == null) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.getConfigurationProperty(name))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Origin::from)
                .orElse(null);
    }

    /** Before Boot's analyzers of binding failures, which know less. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
