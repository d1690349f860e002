package io.zenquery.sync.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lists the conflict strategies that there are. */
class UnknownStrategyFailureAnalyzer extends AbstractFailureAnalyzer<UnknownStrategyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownStrategyException cause) {
        String beans = cause.beans().isEmpty()
                ? "The application has no ConflictResolutionStrategy bean."
                : "ConflictResolutionStrategy beans: " + String.join(", ", cause.beans()) + ".";
        return new FailureAnalysis(
                "The property " + cause.property() + " names the conflict strategy \"" + cause.strategy()
                        + "\", which does not exist.",
                "Use a built-in strategy (" + String.join(", ", cause.builtIn())
                        + "), or declare a ConflictResolutionStrategy bean named \"" + cause.strategy() + "\". "
                        + beans,
                cause);
    }
}
