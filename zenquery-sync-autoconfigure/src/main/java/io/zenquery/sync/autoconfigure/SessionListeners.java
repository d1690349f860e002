package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.SessionListener;
import io.zenquery.sync.session.SessionState;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners. One that throws is logged, and stops neither the others nor the session. */
final class SessionListeners implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(SessionListener.class);

    private final List<SessionListener> listeners;

    SessionListeners(List<SessionListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void onState(SessionState from, SessionState to, String reason) {
        log.debug("{} -> {} {}", from, to, reason);
        tell(listener -> listener.onState(from, to, reason));
    }

    @Override
    public void onProblem(String code, String message) {
        log.warn("problem {}: {}", code, message);
        tell(listener -> listener.onProblem(code, message));
    }

    @Override
    public void onFailed(FailedMutation failed) {
        log.debug("failed: {}", failed);
        tell(listener -> listener.onFailed(failed));
    }

    @Override
    public void onSend(MutationBatch batch, boolean again) {
        tell(listener -> listener.onSend(batch, again));
    }

    @Override
    public void onVerdict(Verdict verdict) {
        tell(listener -> listener.onVerdict(verdict));
    }

    private void tell(Consumer<SessionListener> call) {
        for (SessionListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | AssertionError e) {
                log.error("a session listener failed; the others go on", e);
            }
        }
    }
}
