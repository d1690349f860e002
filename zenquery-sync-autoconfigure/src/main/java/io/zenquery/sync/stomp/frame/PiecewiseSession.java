package io.zenquery.sync.stomp.frame;

import java.io.IOException;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * A WebSocket session that sends a long text as several messages. A STOMP frame ends with its NUL, wherever messages do, so who receives it
 * needs no room for a message as large as the largest frame; a web server keeps that room for each connection.
 *
 * <p>To be called by one thread at a time, or the pieces of one text come between those of another.
 */
public class PiecewiseSession extends WebSocketSessionDecorator {
    /**
     * Characters of the longest message that is sent: up to 24 KB in UTF-8, and what Tomcat takes if nobody has told it otherwise (it counts
     * characters).
     */
    public static final int PIECE = 8 * 1024;

    private final int piece;

    /** @param piece characters of the longest message that is sent, from 2 */
    protected PiecewiseSession(WebSocketSession delegate, int piece) {
        super(delegate);
        this.piece = piece;
    }

    @Override
    public void sendMessage(WebSocketMessage<?> message) throws IOException {
        if (!(message instanceof TextMessage text) || text.getPayload().length() <= piece) {
            super.sendMessage(message);
            return;
        }
        String payload = text.getPayload();
        int start = 0;
        while (start < payload.length()) {
            int end = Math.min(start + piece, payload.length());
            if (Character.isHighSurrogate(payload.charAt(end - 1)) && end < payload.length()) {
                end--; // half a character is no text
            }
            super.sendMessage(new TextMessage(payload.substring(start, end)));
            start = end;
        }
    }
}
