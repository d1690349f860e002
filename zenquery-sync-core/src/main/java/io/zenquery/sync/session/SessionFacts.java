package io.zenquery.sync.session;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a session must know again after its process has ended, besides what the coordinator knows.
 *
 * @param clientId who writes
 * @param clientEpoch which incarnation of the numbers
 * @param serverEpoch which incarnation of the log the confirmed number counts in; null as long as a snapshot is needed first
 * @param lastSent the highest number that was ever in a batch; 0 for none
 * @param previous the number that the next batch follows on
 * @param inFlight the batch that is sent and not settled; null if there is none
 */
record SessionFacts(
        String clientId,
        String clientEpoch,
        @Nullable String serverEpoch,
        long lastSent,
        long previous,
        @Nullable MutationBatch inFlight) {

    /** Whether nothing has changed; batches are told apart by identity, as the same one is never made twice. */
    boolean isSameAs(SessionFacts other) {
        return inFlight == other.inFlight
                && lastSent == other.lastSent
                && previous == other.previous
                && clientId.equals(other.clientId)
                && clientEpoch.equals(other.clientEpoch)
                && Objects.equals(serverEpoch, other.serverEpoch);
    }
}
