package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.outbox.OutboxException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the outbox could not be opened. */
class OutboxFailureAnalyzer extends AbstractFailureAnalyzer<OutboxException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OutboxException cause) {
        return new FailureAnalysis(
                "The outbox of pending mutations can't be used: " + cause.getMessage(),
                "Each running client needs a file of its own: check zenquery.sync.outbox.path, who else has it open, and that it can"
                        + " be written. Without the property, pending mutations are kept in memory only.",
                cause);
    }
}
