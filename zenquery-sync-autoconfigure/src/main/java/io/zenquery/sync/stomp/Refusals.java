package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a batch over which the server closes the connection instead of answering: it is too large for the server, say. Sent again on
 * each new connection, as a session does, it would end them all. So after {@link #ENOUGH} times it is not sent any more, until a
 * connection ends for another reason: then the server may be another one. Thread-safe.
 */
final class Refusals {
    static final int ENOUGH = 2;

    private @Nullable Sent suspect;
    private String reason = "";
    private int times;

    /** A batch as it was sent: made once, it keeps its numbers. */
    record Sent(long first, long last) {
        static Sent of(MutationBatch batch) {
            return new Sent(
                    batch.batch().get(0).clientSeq(),
                    batch.batch().get(batch.batch().size() - 1).clientSeq());
        }
    }

    /** Why that batch is not to be sent; null if it is. */
    synchronized @Nullable String refusal(Sent batch) {
        return times >= ENOUGH && batch.equals(suspect)
                ? "mutations " + batch.first() + " to " + batch.last()
                        + " are not sent again on this connection: the server" + " closed the last " + times
                        + " because of them: " + reason
                : null;
    }

    /**
     * A connection ended.
     *
     * @param unanswered the batch that the server was sent, and has not answered; null for none
     */
    synchronized void onLoss(@Nullable Sent unanswered, LossReason loss) {
        boolean same = unanswered != null && unanswered.equals(suspect);
        if (unanswered != null && loss.onPurpose()) {
            times = same ? times + 1 : 1;
            suspect = unanswered;
            reason = loss.text();
        } else if (!same && !loss.onPurpose()) {
            suspect = null;
            times = 0;
        } // else it may be the same loss: a server that closes while it is sent something can look like a broken
        // network
    }
}
