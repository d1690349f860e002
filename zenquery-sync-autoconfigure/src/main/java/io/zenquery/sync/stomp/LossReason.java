package io.zenquery.sync.stomp;

import java.util.Set;
import org.springframework.messaging.simp.stomp.StompConversionException;
import org.springframework.web.socket.CloseStatus;

/**
 * Why a connection ended.
 *
 * @param text for people to read
 * @param onPurpose whether the server ended it because of what it was sent, rather than the network, or the server's own end
 * @param tooLarge whether that was because of its size
 */
record LossReason(String text, boolean onPurpose, boolean tooLarge) {
    /** Close codes of a peer that does not like what it was sent (RFC 6455, section 7.4.1). */
    private static final Set<Integer> ON_PURPOSE = Set.of(
            CloseStatus.PROTOCOL_ERROR.getCode(),
            CloseStatus.NOT_ACCEPTABLE.getCode(),
            CloseStatus.BAD_DATA.getCode(),
            CloseStatus.POLICY_VIOLATION.getCode(),
            CloseStatus.TOO_BIG_TO_PROCESS.getCode());

    private static final String TOO_LARGE = ": a frame was larger than zenquery.sync.max-frame-size allows, here, or"
            + " zenquery.sync.server.max-frame-size there";

    static LossReason of(String text) {
        return new LossReason(text, false, false);
    }

    /** The WebSocket was closed, by either side. */
    static LossReason of(CloseStatus status) {
        String hint = status.equalsCode(CloseStatus.TOO_BIG_TO_PROCESS) ? TOO_LARGE : "";
        String reason = status.getReason();
        if (status.equalsCode(CloseStatus.NO_CLOSE_FRAME)) { // nobody has said that code (RFC 6455, section 7.4.1)
            return new LossReason("the connection broke off", false, false);
        }
        return new LossReason(
                "closed with code " + status.getCode()
                        + (reason == null || reason.isEmpty() ? "" : " (" + reason + ")")
                        + hint,
                ON_PURPOSE.contains(status.getCode()),
                status.equalsCode(CloseStatus.TOO_BIG_TO_PROCESS));
    }

    /** The same, while connecting to that place. */
    LossReason at(String place) {
        return new LossReason(place + ": " + text, onPurpose, tooLarge);
    }

    /** Something failed; what failed first says best why. */
    static LossReason of(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        if (root instanceof StompConversionException && message != null && message.contains("size limit")) {
            return of(message + TOO_LARGE);
        }
        return of(message == null || message.isBlank() ? root.getClass().getSimpleName() : message);
    }
}
