package io.zenquery.sync.simulation;

import io.zenquery.sync.MutationOutcome;
import io.zenquery.sync.server.ClientKey;
import org.jspecify.annotations.Nullable;

/** A mutation that a client has made, and what the client knows of it. */
final class Made {
    /** By whom, in the epoch in which it was made, or sent last. */
    ClientKey client;

    final long clientSeq;
    final String tag;
    final @Nullable String handler;
    /** Whether it may come back without having been sent: its strategy or a test in it can give it up. */
    final boolean canBeWithdrawn;

    boolean sent;

    @Nullable
    MutationOutcome outcome;

    boolean accepted;
    boolean visible;
    boolean failed;

    /** Whether the process that made it has ended since. */
    boolean lostReceipt;

    Made(ClientKey client, long clientSeq, String tag, @Nullable String handler, boolean canBeWithdrawn) {
        this.client = client;
        this.clientSeq = clientSeq;
        this.tag = tag;
        this.handler = handler;
        this.canBeWithdrawn = canBeWithdrawn;
    }

    boolean isWithdrawn() {
        return outcome instanceof MutationOutcome.Withdrawn;
    }

    @Override
    public String toString() {
        return "mutation " + clientSeq + " of " + client.clientId() + " (" + tag
                + (handler == null ? "" : ", " + handler) + (sent ? ", sent" : ", not sent") + ")";
    }
}
