package io.zenquery.sync.session;

/** Why a session takes a mutation back. */
enum Withdrawal {
    COLLISION("collision", "it collided with a change of the server"),
    TEST_FAILED("test-failed", "a test in it does not hold any more in the confirmed state"),
    TOO_LARGE("too-large", "it takes more bytes than a message can carry"),
    OUTCOME_UNKNOWN("outcome-unknown", "the server decided it, and how can't be learnt any more"),
    CLONED("cloned", "somebody else used its number: another process has the same client id, or the store was copied"),
    REFUSED("refused", "the server does not take it"),
    RETRIES_EXHAUSTED("retries-exhausted", "the server could not decide it in as many attempts as are allowed"),
    NOT_STORED("not-stored", "it could not be written to the outbox"),
    NOT_RECOVERED("not-recovered", "it does not fit what the outbox brought back when the process started again"),
    SESSION_CLOSED("session-closed", "the session was closed before it was decided");

    final String code;
    final String reason;

    Withdrawal(String code, String reason) {
        this.code = code;
        this.reason = reason;
    }
}
