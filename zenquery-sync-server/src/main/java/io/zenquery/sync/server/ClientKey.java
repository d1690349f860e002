package io.zenquery.sync.server;

import org.jspecify.annotations.Nullable;

/**
 * One incarnation of one client: what mutation numbers are counted in.
 *
 * @param clientId who writes
 * @param clientEpoch which incarnation of its store
 */
public record ClientKey(String clientId, String clientEpoch) {
    private static final int LONGEST = 200;

    /** Why these can't be stored, for people; null if they can. */
    public @Nullable String unusable() {
        return isUsable(clientId) && isUsable(clientEpoch)
                ? null
                : "expected a clientId and a clientEpoch of 1 to " + LONGEST
                        + " characters, none of them a control character";
    }

    private static boolean isUsable(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
