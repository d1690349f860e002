package io.zenquery.sync.actuate.server;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.zenquery.sync.server.MutationCall;

/** One call of a handler, as an observation. Its parent is the trace that the mutation carries, if it carries one. */
public class SyncHandlerContext extends ReceiverContext<MutationCall> {
    private final MutationCall call;
    private String outcome = "failed";

    /** @param call what the handler is given */
    public SyncHandlerContext(MutationCall call) {
        super((carrier, key) -> key.equalsIgnoreCase("traceparent") ? carrier.trace() : null, Kind.CONSUMER);
        this.call = call;
        setCarrier(call);
    }

    /** What the handler is given. */
    public MutationCall getCall() {
        return call;
    }

    /** How it decided: {@code accepted}, {@code rejected}, or {@code failed}, which it is as long as it has not decided. */
    public String getOutcome() {
        return outcome;
    }

    void setOutcome(String decided) {
        outcome = decided;
    }
}
