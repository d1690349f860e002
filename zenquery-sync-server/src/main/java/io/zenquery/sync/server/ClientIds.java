package io.zenquery.sync.server;

import org.jspecify.annotations.Nullable;

/**
 * Whose a client id is: that of the principal that uses it first in a channel, from then on. Else whoever knows another's id could take its
 * place. Kept as long as the log is.
 *
 * <p>Threads: any. Each method is atomic.
 */
public interface ClientIds {

    /**
     * Claims an id that nobody has.
     *
     * @return who has it then: {@code principal}, or the one that was there before
     */
    String claim(String channel, String clientId, String principal);

    /** Who has that id; null for nobody. */
    @Nullable
    String holder(String channel, String clientId);
}
