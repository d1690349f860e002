package io.zenquery.sync.simulation;

/** A law does not hold. */
final class LawViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final String law;

    LawViolation(String law, String message) {
        super(law + ": " + message);
        this.law = law;
    }

    LawViolation(String law, String message, Throwable cause) {
        super(law + ": " + message, cause);
        this.law = law;
    }
}
