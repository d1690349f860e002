package io.zenquery.sync.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JSON Pointer (RFC 6901): the reference tokens that lead from the root of a document to one of its values.
 *
 * @param tokens the unescaped reference tokens, outermost first; empty for the whole document
 */
public record JsonPointer(List<String> tokens) {

    /** The pointer to the whole document, written {@code ""}. */
    public static final JsonPointer ROOT = new JsonPointer(List.of());

    public JsonPointer {
        tokens = List.copyOf(tokens);
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
        List<String> tokens = new ArrayList<>();
        int start = 1;
        while (true) {
            int end = text.indexOf('/', start);
            tokens.add(unescape(end < 0 ? text.substring(start) : text.substring(start, end), text));
            if (end < 0) {
                return new JsonPointer(tokens);
            }
            start = end + 1;
        }
    }

    /** The pointer to the member or element {@code token} of what this one points at. */
    public JsonPointer child(String token) {
        List<String> longer = new ArrayList<>(tokens.size() + 1);
        longer.addAll(tokens);
        longer.add(token);
        return new JsonPointer(longer);
    }

    /** The pointer to the element {@code index}, counted from 0, of the array that this one points at. */
    public JsonPointer child(int index) {
        return child(Integer.toString(index));
    }

    /** Whether this pointer names the whole document. */
    public boolean isRoot() {
        return tokens.isEmpty();
    }

    /**
     * The pointer to the enclosing object or array.
     *
     * @throws IllegalStateException for the root, which is enclosed by nothing
     */
    public JsonPointer parent() {
        requireNotRoot();
        return new JsonPointer(tokens.subList(0, tokens.size() - 1));
    }

    /**
     * The last token.
     *
     * @throws IllegalStateException for the root, which has none
     */
    public String last() {
        requireNotRoot();
        return tokens.get(tokens.size() - 1);
    }

    /** Whether {@code other} points at a value strictly inside what this one points at. */
    public boolean isProperPrefixOf(JsonPointer other) {
        return tokens.size() < other.tokens.size() && tokens.equals(other.tokens.subList(0, tokens.size()));
    }

    /** The string form of RFC 6901, section 3; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return tokens.stream()
                .map(token -> "/" + token.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
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
        if (tokens.isEmpty()) {
            throw new IllegalStateException("the root pointer has no parent and no last token");
        }
    }

    private static String unescape(String token, String text) {
        if (token.indexOf('~') < 0) {
            return token;
        }
        StringBuilder plain = new StringBuilder(token.length());
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '~') {
                char code = ++i < token.length() ? token.charAt(i) : ' ';
                if (code != '0' && code != '1') {
                    throw new PatchException(
                            "JSON Pointer: expected ~0 or ~1 after each '~' (RFC 6901, section 3), got \"" + text
                                    + "\"");
                }
                c = code == '0' ? '~' : '/';
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
