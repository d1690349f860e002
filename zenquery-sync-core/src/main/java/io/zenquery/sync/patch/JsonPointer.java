package io.zenquery.sync.patch;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Pointer (RFC 6901): the reference tokens that lead from the root of a document to one of its values.
 *
 * <p>Immutable and small: an array of tokens, whose texts are shared with other pointers where they were seen lately. The URI
 * fragment form of RFC 6901, section 6 is not read or written here; a JSON Patch does not use it.
 */
public final class JsonPointer {

    /** The pointer to the whole document, written {@code ""}. */
    public static final JsonPointer ROOT = new JsonPointer(new String[0]);

    private final String[] tokens;

    /** @param tokens the unescaped reference tokens, outermost first; empty for the whole document; copied */
    public JsonPointer(List<String> tokens) {
        this(tokens.toArray(new String[0]));
        for (int i = 0; i < this.tokens.length; i++) {
            this.tokens[i] = Tokens.share(this.tokens[i]);
        }
    }

    private JsonPointer(String[] tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads the string form of RFC 6901, section 3.
     *
     * @throws PatchException if the text is neither empty nor begins with {@code /}, or if a {@code ~} is followed by
     *     anything but {@code 0} or {@code 1}
     */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.charAt(0) != '/') {
            throw new PatchException(
                    "JSON Pointer: expected \"\" or a text that begins with '/', got \"" + text + "\"");
        }
        int count = 0;
        for (int slash = 0; slash >= 0; slash = text.indexOf('/', slash + 1)) {
            count++;
        }
        boolean escaped = text.indexOf('~') >= 0;
        String[] tokens = new String[count];
        int start = 1;
        for (int i = 0; i < count; i++) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            tokens[i] = escaped ? unescape(text, start, end) : Tokens.share(text, start, end);
            start = end + 1;
        }
        return new JsonPointer(tokens);
    }

    /** The unescaped reference tokens, outermost first; immutable. */
    public List<String> tokens() {
        return Collections.unmodifiableList(Arrays.asList(tokens));
    }

    /** How many tokens there are; 0 for the root. */
    public int size() {
        return tokens.length;
    }

    /**
     * The token at {@code depth}, counted from 0 at the root.
     *
     * @throws IndexOutOfBoundsException if {@code depth} is negative or not below {@link #size}
     */
    public String token(int depth) {
        return tokens[depth];
    }

    /** The pointer to the member or element {@code token} of what this one points at. */
    public JsonPointer child(String token) {
        String[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = Tokens.share(token);
        return new JsonPointer(longer);
    }

    /** The pointer to the element {@code index}, counted from 0, of the array that this one points at. */
    public JsonPointer child(int index) {
        return child(Integer.toString(index));
    }

    /** Whether this pointer names the whole document. */
    public boolean isRoot() {
        return tokens.length == 0;
    }

    /**
     * The pointer to the enclosing object or array.
     *
     * @throws IllegalStateException for the root, which is enclosed by nothing
     */
    public JsonPointer parent() {
        requireNotRoot();
        return tokens.length == 1 ? ROOT : new JsonPointer(Arrays.copyOf(tokens, tokens.length - 1));
    }

    /**
     * The last token.
     *
     * @throws IllegalStateException for the root, which has none
     */
    public String last() {
        requireNotRoot();
        return tokens[tokens.length - 1];
    }

    /** Whether {@code other} points at a value strictly inside what this one points at. */
    public boolean isProperPrefixOf(JsonPointer other) {
        return tokens.length < other.tokens.length
                && Arrays.equals(tokens, 0, tokens.length, other.tokens, 0, tokens.length);
    }

    /** Whether {@code other} has the same tokens; an index and a member name that read alike are the same token. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof JsonPointer pointer && Arrays.equals(tokens, pointer.tokens));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    /** The string form of RFC 6901, section 3; {@link #parse} reads it back. */
    @Override
    public String toString() {
        int length = tokens.length;
        for (String token : tokens) {
            length += token.length();
        }
        StringBuilder text = new StringBuilder(length);
        for (String token : tokens) {
            text.append('/');
            escape(token, text);
        }
        return text.toString();
    }

    /**
     * The array index that {@code token} spells, or -1 if it spells none: digits without a leading zero, within
     * {@code int} (RFC 6901, section 4).
     */
    public static int arrayIndex(String token) {
        int length = token.length();
        if (length == 0 || length > 10 || (length > 1 && token.charAt(0) == '0')) {
            return -1;
        }
        long index = 0;
        for (int i = 0; i < length; i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index <= Integer.MAX_VALUE ? (int) index : -1;
    }

    private void requireNotRoot() {
        if (tokens.length == 0) {
            throw new IllegalStateException("the root pointer has no parent and no last token");
        }
    }

    private static String unescape(String text, int start, int end) {
        StringBuilder plain = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '~') {
                char code = ++i < end ? text.charAt(i) : ' ';
                if (code != '0' && code != '1') {
                    throw new PatchException(
                            "JSON Pointer: expected ~0 or ~1 after each '~' (RFC 6901, section 3), got \"" + text
                                    + "\"");
                }
                c = code == '0' ? '~' : '/';
            }
            plain.append(c);
        }
        return Tokens.share(plain.toString());
    }

    private static void escape(String token, StringBuilder text) {
        if (token.indexOf('~') < 0 && token.indexOf('/') < 0) {
            text.append(token);
            return;
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '~') {
                text.append("~0");
            } else if (c == '/') {
                text.append("~1");
            } else {
                text.append(c);
            }
        }
    }
}
