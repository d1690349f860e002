package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.ChannelUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why a channel that is to be there from the start can't be. */
class ChannelUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<ChannelUnavailableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ChannelUnavailableException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Do as the message says, or remove \"" + cause.channel() + "\" from zenquery.sync.channels.",
                cause);
    }
}
