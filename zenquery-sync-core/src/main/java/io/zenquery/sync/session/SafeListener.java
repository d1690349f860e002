package io.zenquery.sync.session;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the session: it is logged, and the session goes on. */
record SafeListener(SessionListener listener) implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(SyncSession.class);

    @Override
    public void onState(SessionState from, SessionState to, String reason) {
        safely(() -> listener.onState(from, to, reason));
    }

    @Override
    public void onProblem(String code, String message) {
        safely(() -> listener.onProblem(code, message));
    }

    @Override
    public void onFailed(FailedMutation failed) {
        safely(() -> listener.onFailed(failed));
    }

    @Override
    public void onSend(MutationBatch batch, boolean again) {
        safely(() -> listener.onSend(batch, again));
    }

    @Override
    public void onVerdict(Verdict verdict) {
        safely(() -> listener.onVerdict(verdict));
    }

    private static void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | AssertionError e) {
            log.error("a session listener failed; the session goes on", e);
        }
    }
}
