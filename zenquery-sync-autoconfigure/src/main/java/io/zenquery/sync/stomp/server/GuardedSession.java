package io.zenquery.sync.stomp.server;

import io.zenquery.sync.stomp.frame.PiecewiseSession;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/** A connection that says why it is closed, also while something is being sent on it. Frames on ours are sent in pieces. */
final class GuardedSession extends PiecewiseSession {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final String ERROR = "ERROR";

    /** What Spring's decoder says of a frame beyond its limit, in both cases: before it has all of it, and after. */
    private static final String TOO_LARGE = "buffer size limit";

    private final ErrorFrames errors;
    private final SlowConsumerListener slowConsumers;
    private final boolean isOurs;
    private final AtomicBoolean slow = new AtomicBoolean();
    private final ReentrantLock sending = new ReentrantLock();

    /** @param isOurs whether it is to this library's endpoint; those to others are left as they are, but for their ERROR frames */
    GuardedSession(WebSocketSession session, ErrorFrames errors, SlowConsumerListener slowConsumers, boolean isOurs) {
        super(session, isOurs ? PIECE : Integer.MAX_VALUE);
        this.isOurs = isOurs;
        this.errors = errors;
        this.slowConsumers = slowConsumers;
    }

    @Override
    public void sendMessage(WebSocketMessage<?> message) throws IOException {
        sending.lock();
        try {
            if (message instanceof TextMessage text && text.getPayload().startsWith(ERROR)) {
                errors.take(getId());
                if (isOurs && text.getPayload().contains(TOO_LARGE)) {
                    super.close(CloseStatus.TOO_BIG_TO_PROCESS.withReason("larger than max-frame-size allows"));
                    return;
                }
            }
            super.sendMessage(message);
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
                tellSlow(); // the web server's own limit of a send, which closes the connection
            }
            throw e;
        } finally {
            sending.unlock();
        }
    }

    private void tellSlow() {
        if (isOurs && slow.compareAndSet(false, true)) {
            slowConsumers.onSlowConsumer(getId());
        }
    }

    /** Waits a little for what is being sent: a client that does not read is not told. */
    @Override
    public void close(CloseStatus status) throws IOException {
        if (status.equalsCode(CloseStatus.SESSION_NOT_RELIABLE)) {
            tellSlow(); // Spring's limits of time and of what may wait
        }
        TextMessage error = errors.take(getId());
        if (error != null && isOpen()) {
            sendLast(error);
        }
        super.close(status);
    }

    private void sendLast(TextMessage error) throws IOException {
        try {
            if (sending.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    super.sendMessage(error);
                } finally {
                    sending.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
