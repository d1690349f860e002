package io.zenquery.sync.stomp;

import java.io.IOException;
import java.net.URI;

/** A server answered the WebSocket handshake with another HTTP status than 101. */
final class HandshakeRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    HandshakeRefusedException(URI uri, int status) {
        super("expected HTTP status 101 for the WebSocket handshake at " + uri + ", got " + status);
        this.status = status;
    }

    boolean isUnauthorized() {
        return status == 401;
    }
}
