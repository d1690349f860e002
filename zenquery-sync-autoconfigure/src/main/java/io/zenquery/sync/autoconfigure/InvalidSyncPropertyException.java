package io.zenquery.sync.autoconfigure;

import org.jspecify.annotations.Nullable;

/** A property has a value that can't be. */
class InvalidSyncPropertyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String expected;
    private final @Nullable String value;

    /**
     * @param value what was found; null if nothing was, or if it is not to be shown
     * @param expected completes the sentence "expected …"
     */
    InvalidSyncPropertyException(String property, @Nullable String value, String expected) {
        super("property " + property + ": expected " + expected + (value == null ? "" : ", got \"" + value + "\""));
        this.property = property;
        this.value = value;
        this.expected = expected;
    }

    /** The same, of the property of another connection. */
    InvalidSyncPropertyException under(String prefix) {
        return new InvalidSyncPropertyException(
                property.replace(ZenQuerySyncProperties.PREFIX, prefix),
                value,
                expected.replace(ZenQuerySyncProperties.PREFIX, prefix));
    }

    String property() {
        return property;
    }

    @Nullable
    String value() {
        return value;
    }

    String expected() {
        return expected;
    }
}
