package io.zenquery.sync.patch;

import org.jspecify.annotations.Nullable;

/**
 * One instance for many equal reference tokens. Pointers are made in great numbers from few names and indices; a fixed table of
 * the tokens seen last lets them share their texts.
 *
 * <p>The table never grows: a token replaces the one that stood in its slot, and long ones are not kept. It needs no lock: a
 * string is safe to read through a race, and the worst that a race can do is to miss a chance to share.
 */
final class Tokens {
    private static final int SLOTS = 4096; // a power of two
    private static final int LONGEST = 32;
    private static final @Nullable String[] RECENT = new String[SLOTS];

    private Tokens() {}

    /** An equal of {@code token}. */
    static String share(String token) {
        if (token.length() > LONGEST) {
            return token;
        }
        int slot = slot(token.hashCode());
        String seen = RECENT[slot];
        if (seen != null && seen.equals(token)) {
            return seen;
        }
        RECENT[slot] = token;
        return token;
    }

    /** An equal of {@code text.substring(start, end)}, which is not even made if it was seen before. */
    static String share(String text, int start, int end) {
        int length = end - start;
        if (length > LONGEST) {
            return text.substring(start, end);
        }
        int hash = 0; // that of the token as a string
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        int slot = slot(hash);
        String seen = RECENT[slot];
        if (seen != null && seen.length() == length && text.startsWith(seen, start)) {
            return seen;
        }
        String token = text.substring(start, end);
        RECENT[slot] = token;
        return token;
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B9) >>> 20; // the upper twelve bits
    }
}
