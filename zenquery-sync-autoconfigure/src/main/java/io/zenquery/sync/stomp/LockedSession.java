package io.zenquery.sync.stomp;

import io.zenquery.sync.stomp.frame.PiecewiseSession;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * A WebSocket session that sends one frame at a time. Spring's STOMP session sends heartbeats from a timer's thread, and the container
 * refuses or mixes up frames sent by two threads at once.
 *
 * <p>A heartbeat that meets another frame on its way is left out: that frame says just as well that we are alive.
 */
final class LockedSession extends PiecewiseSession {
    private final ReentrantLock sending = new ReentrantLock();

    LockedSession(WebSocketSession delegate) {
        super(delegate, PIECE);
    }

    @Override
    public void sendMessage(WebSocketMessage<?> message) throws IOException {
        if (isHeartbeat(message)) {
            if (!sending.tryLock()) {
                return;
            }
        } else {
            sending.lock();
        }
        try {
            super.sendMessage(message);
        } finally {
            sending.unlock();
        }
    }

    private static boolean isHeartbeat(WebSocketMessage<?> message) {
        return message.getPayloadLength() == 1;
    }
}
