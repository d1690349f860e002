package io.zenquery.sync.server;

import org.jspecify.annotations.Nullable;

/**
 * One incarnation of one client: what mutation numbers are counted in.
 *
 * @param clientId who writes
 * @param clientEpoch which incarnation of its store
 */
public record ClientKey(String clientId, String clientEpoch) {
    /** Why these can't be stored, for people; null if they can. */
    @Nullable
    String unusable() {
        return SyncServer.isClientId(clientId) && SyncServer.isClientId(clientEpoch)
                ? null
                : "expected a clientId and a clientEpoch of 1 to 200 characters, none of them a control character";
    }
}
