package io.zenquery.sync.session;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage;
import org.jspecify.annotations.Nullable;

/** What is asked and answered since the last resume: its number, and the fence that its welcome brought. */
final class Exchange {
    private long attempt;
    private @Nullable String fence;

    /** The number of the next resume, which has no welcome yet. */
    long begin() {
        fence = null;
        return ++attempt;
    }

    void end() {
        fence = null;
    }

    void welcomed(String withFence) {
        fence = withFence;
    }

    boolean isWelcomed() {
        return fence != null;
    }

    /** What to send batches with; null before the welcome. */
    @Nullable
    String fence() {
        return fence;
    }

    /** Whether that is the number of the last resume: what answers an earlier one comes too late. */
    boolean isLast(long answered) {
        return answered == attempt;
    }

    /** Whether that is about the batch in flight; for all that is known, it is where a message can't say what it is about. */
    boolean isAbout(ServerMessage.About about, @Nullable MutationBatch inFlight) {
        return about.fence() == null
                || (about.fence().equals(fence)
                        && inFlight != null
                        && inFlight.batch().get(0).clientSeq() == about.firstClientSeq());
    }
}
