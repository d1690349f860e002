package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.ProblemCode;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import jakarta.websocket.DeploymentException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who give credentials that the server does not take them. */
final class Credentials {
    private static final Logger log = LoggerFactory.getLogger(StompSyncTransport.class);

    /** Containers have no other place for the status of a handshake than the message. */
    private static final Pattern UNAUTHORIZED = Pattern.compile("\\b401\\b");

    private Credentials() {}

    /** A connection failed, maybe because the server answered the handshake with 401. */
    static void onFailure(Throwable failure, List<SyncConnectCustomizer> customizers) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DeploymentException && isUnauthorized(cause.getMessage())) {
                tell(customizers);
                return;
            }
        }
    }

    private static boolean isUnauthorized(@Nullable String message) {
        return message != null && UNAUTHORIZED.matcher(message).find();
    }

    /** The server said something, maybe that it does not know who we are: then the answer is true. */
    static boolean onMessage(ServerMessage message, List<SyncConnectCustomizer> customizers) {
        boolean refused = message instanceof Problem problem && problem.code() == ProblemCode.UNAUTHENTICATED;
        if (refused) {
            tell(customizers);
        }
        return refused;
    }

    private static void tell(List<SyncConnectCustomizer> customizers) {
        for (SyncConnectCustomizer customizer : customizers) {
            try {
                customizer.unauthenticated();
            } catch (RuntimeException e) {
                log.warn("{} failed to hear that its credentials are no good", customizer, e);
            }
        }
    }
}
