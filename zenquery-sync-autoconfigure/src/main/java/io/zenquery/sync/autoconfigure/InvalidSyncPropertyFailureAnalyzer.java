package io.zenquery.sync.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Says which property is wrong and what would be right. */
class InvalidSyncPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSyncPropertyException>
        implements Ordered {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSyncPropertyException cause) {
        String found = cause.value() == null ? "" : " It is \"" + cause.value() + "\".";
        return new FailureAnalysis(
                "The property " + cause.property() + " must be " + cause.expected() + "." + found,
                "Set " + cause.property() + ", for example in application.yaml. A server needs no client's properties:"
                        + " without zenquery.sync.url, or with zenquery.sync.enabled=false, there is no client.",
                cause);
    }

    /** Before Boot's analyzers of binding failures, which know less. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
