package io.zenquery.sync.laws;

/** A law of the design that does not hold. */
final class LawViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** Its name in the design. */
    final String law;

    LawViolation(String law, String details) {
        super(law + ": " + details);
        this.law = law;
    }

    LawViolation(String law, String details, Throwable cause) {
        super(law + ": " + details, cause);
        this.law = law;
    }

    /** Requires that two values of a law agree. */
    static void check(String law, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new LawViolation(law, "expected " + expected + ", found " + found);
        }
    }
}
