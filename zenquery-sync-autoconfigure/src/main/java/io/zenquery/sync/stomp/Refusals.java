package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a batch over which the server closes the connection instead of answering: it is too large for the server, say. Sent again on
 * each new connection, as a session does, it would end them all. So after {@link #ENOUGH} times the session is told, which sends something
 * else in its place, until a connection ends for another reason: then the server may be another one. Thread-safe.
 */
final class Refusals {
    static final int ENOUGH = 2;

    /** What a STOMP frame has beside its body, generously: command, destination, content type and length. */
    private static final int FRAME_OVERHEAD = 512;

    private @Nullable Sent suspect;
    private LossReason reason = LossReason.of("");
    private int times;
    private int tooLargeFrom = Integer.MAX_VALUE;

    /** A batch as it was sent: made once, it keeps its numbers. */
    record Sent(long first, long last, int bytes) {
        static Sent of(MutationBatch batch, int bytes) {
            return new Sent(
                    batch.batch().get(0).clientSeq(),
                    batch.batch().get(batch.batch().size() - 1).clientSeq(),
                    bytes);
        }

        private boolean isSameAs(@Nullable Sent other) {
            return other != null && first == other.first && last == other.last;
        }
    }

    /** Why a message is not to be sent; null if it is. What becomes of it is for the session to decide, as if the server had said so. */
    @Nullable
    Problem refusal(ClientMessage message, int bytes, int maxFrameSize) {
        if (bytes > maxFrameSize - FRAME_OVERHEAD) {
            return new Problem(
                    ProblemCode.BATCH_TOO_LARGE,
                    "a message of " + bytes + " bytes is too large for a frame of " + maxFrameSize
                            + " bytes: it was not sent. Raise zenquery.sync.max-frame-size on both"
                            + " sides, or lower zenquery.sync.max-batch",
                    null);
        }
        return message instanceof MutationBatch batch ? refusal(Sent.of(batch, bytes)) : null;
    }

    /** Why that batch is not to be sent; null if it is. */
    synchronized @Nullable Problem refusal(Sent batch) {
        boolean refused = times >= ENOUGH && batch.isSameAs(suspect);
        if (!refused && batch.bytes() < tooLargeFrom) {
            return null;
        }
        return new Problem(
                !refused || reason.tooLarge() ? ProblemCode.BATCH_TOO_LARGE : ProblemCode.MALFORMED,
                "mutations " + batch.first() + " to " + batch.last()
                        + " are not sent again as they are: the server closed the last connections because of them, or of less: "
                        + reason.text(),
                null);
    }

    /**
     * A connection ended.
     *
     * @param unanswered the batch that the server was sent, and has not answered; null for none
     */
    synchronized void onLoss(@Nullable Sent unanswered, LossReason loss) {
        boolean same = unanswered != null && unanswered.isSameAs(suspect);
        if (unanswered != null && loss.onPurpose()) {
            times = same ? times + 1 : 1;
            suspect = unanswered;
            reason = loss;
            if (times >= ENOUGH && loss.tooLarge()) {
                tooLargeFrom = Math.min(tooLargeFrom, unanswered.bytes());
            }
        } else if (!same && !loss.onPurpose()) {
            suspect = null;
            times = 0;
            tooLargeFrom = Integer.MAX_VALUE;
        } // else it may be the same loss: a server that closes while it is sent something can look like a broken
        // network
    }
}
