package io.zenquery.sync.protocol;

import java.util.regex.Pattern;

/** The form of the header {@code traceparent} of W3C Trace Context, in which a mutation or a delta
 * carries the trace that it is part of. */
public final class TraceParent {
    /** Version, trace, parent and flags; neither trace nor parent is all zeros, and version ff does not exist. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** Whether that is such a header: 55 characters, in lower case. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
